using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace PhigrosLogin.Client;

/// <summary>
/// A text that opens something of somebody's: a login secret, a session token, a client secret.
/// It prints as <c>***</c> wherever it is formatted, logged, serialized or shown by a debugger.
/// </summary>
[DebuggerDisplay("***")]
public sealed class Credential : IEquatable<Credential>
{
    private readonly string _value;

    /// <summary>Wraps a text that is not empty and can stand in a header: printable ASCII without spaces.</summary>
    /// <exception cref="ArgumentException">The text is null, empty, or has other characters.</exception>
    public Credential(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        // NOTE: a message that shows the text would print it.
        if (value.AsSpan().ContainsAnyExceptInRange('!', '~')) throw new ArgumentException("A credential is printable ASCII without spaces.", nameof(value));
        _value = value;
    }

    /// <summary>The text itself, for the one line that stores it encrypted or sends it.</summary>
    public string Reveal() => _value;

    /// <summary>Compares in a time that depends on the length alone.</summary>
    public bool Equals(Credential? other) =>
        other is not null &&
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(_value), Encoding.UTF8.GetBytes(other._value));

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Credential);

    /// <inheritdoc />
    public override int GetHashCode() => _value.GetHashCode(StringComparison.Ordinal);

    /// <summary>Always <c>***</c>.</summary>
    public override string ToString() => "***";
}
