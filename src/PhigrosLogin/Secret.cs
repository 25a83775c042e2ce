using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace PhigrosLogin;

/// <summary>
/// A text that opens somebody's account: a device code, a kid, a mac key, a session token.
/// It prints as <c>***</c> wherever it is formatted, logged, serialized or shown by a debugger;
/// <see cref="Reveal"/> is called only where it leaves for the wire.
/// </summary>
[DebuggerDisplay("***")]
public sealed class Secret : IEquatable<Secret>
{
    private readonly string _value;

    /// <summary>Wraps a text that is not empty.</summary>
    /// <exception cref="ArgumentException"><paramref name="value"/> is null or empty.</exception>
    public Secret(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        _value = value;
    }

    /// <summary>The text itself, for the one line that sends it.</summary>
    public string Reveal() => _value;

    /// <summary>Compares in a time that depends on the length alone.</summary>
    public bool Equals(Secret? other) =>
        other is not null &&
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(_value), Encoding.UTF8.GetBytes(other._value));

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Secret);

    /// <inheritdoc />
    public override int GetHashCode() => _value.GetHashCode(StringComparison.Ordinal);

    /// <summary>Always <c>***</c>.</summary>
    public override string ToString() => "***";
}
