using System.Security.Cryptography;
using System.Text;

namespace PhigrosLogin.Server;

/// <summary>The keys that an operator gave out, each known by its SHA-256 alone.</summary>
internal sealed class ApiKeys(IReadOnlyDictionary<string, byte[]> hashes)
{
    /// <summary>Whether a caller needs one.</summary>
    public bool AreNeeded => hashes.Count > 0;

    /// <summary>The name under which the operator knows this key; null when it is none of theirs.</summary>
    public string? NameOf(string key)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        string? found = null;
        // Every one is looked at, so that the time it takes tells nothing of which one came near.
        foreach (var (name, known) in hashes)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, known)) found = name;
        }
        return found;
    }
}
