using System.Security.Cryptography;
using System.Text;

namespace PhigrosLogin.Server;

/// <summary>An application that the operator registered under <c>Clients:&lt;id&gt;</c>.</summary>
/// <param name="Id">Its id, which is also its OAuth <c>client_id</c>.</param>
/// <param name="Name">The name that players read as verified; at most 80 characters.</param>
/// <param name="SecretHash">The SHA-256 of its secret, 32 bytes; the secret itself is not stored.</param>
/// <param name="LoginsPerMinute">How many logins it may create within a minute, from all its addresses; 0 is no limit.</param>
internal sealed record Client(string Id, string Name, byte[] SecretHash, int LoginsPerMinute);

/// <summary>The registered clients. While there is none, no caller needs a client secret.</summary>
internal sealed class ClientRegistry(IReadOnlyList<Client> clients)
{
    /// <summary>Whether a client is registered, so that whoever creates a login must be one.</summary>
    public bool Any => clients.Count > 0;

    /// <summary>The client with this secret; null if there is none.</summary>
    public Client? FindBySecret(string secret)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(secret));
        Client? found = null;
        // Every hash is compared, so that the time taken does not depend on which client it is.
        foreach (var client in clients)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, client.SecretHash)) found = client;
        }
        return found;
    }
}
