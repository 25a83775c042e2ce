using System.Security.Cryptography;

namespace PhigrosLogin.Sandbox.TapTap;

/// <summary>A token that was handed out.</summary>
internal sealed class SandboxGrant(string kid, string macKey, string macAlgorithm, SandboxCode code, SandboxPlayer player)
{
    public string Kid => kid;

    public string MacKey => macKey;

    public string MacAlgorithm => macAlgorithm;

    public string ClientId => code.ClientId;

    public string UserCode => code.UserCode;

    public IReadOnlyList<string> Scopes => code.Scopes;

    public SandboxPlayer Player => player;
}

/// <summary>The tokens that were handed out, and the nonces that were used with them.</summary>
internal sealed class SandboxGrants
{
    private const int Capacity = 100_000;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private readonly Newest<string, SandboxGrant> _grants = new(Capacity);
    private readonly Newest<(string Kid, string Nonce), bool> _nonces = new(Capacity);

    /// <summary>In the shape of a real one (docs/protocol.md §2): kid of 344 characters, mac_key of 40.</summary>
    public SandboxGrant Add(SandboxCode code, SandboxPlayer player, string macAlgorithm)
    {
        var kid = "1/" + RandomNumberGenerator.GetString(Letters + "-_", 342);
        var grant = new SandboxGrant(kid, RandomNumberGenerator.GetString(Letters, 40), macAlgorithm, code, player);
        _grants.TryAdd(kid, grant);
        return grant;
    }

    public SandboxGrant? Find(string kid) => _grants.TryGet(kid, out var grant) ? grant : null;

    /// <summary>Whether this nonce is new with this token; it is not new a second time.</summary>
    public bool TryUseNonce(string kid, string nonce) => _nonces.TryAdd((kid, nonce), true);
}
