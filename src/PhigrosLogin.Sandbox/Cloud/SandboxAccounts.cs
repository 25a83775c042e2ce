using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace PhigrosLogin.Sandbox.Cloud;

/// <summary>A player as the game cloud keeps them: one session token until it is refreshed.</summary>
internal sealed class SandboxAccount(SandboxPlayer player, DateTimeOffset createdAt, string sessionToken)
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";

    public SandboxPlayer Player => player;

    public string SessionToken { get; set; } = sessionToken;

    public string Username { get; } = NewName();

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public DateTimeOffset UpdatedAt { get; set; } = createdAt;

    /// <summary>What the last login sent about TapTap.</summary>
    public JsonObject? AuthData { get; set; }

    public static string NewName() => RandomNumberGenerator.GetString(Letters, 25);
}

/// <summary>The game cloud's players, found by who they are at TapTap or by their session token.</summary>
internal sealed class SandboxAccounts(TimeProvider time)
{
    private const int Capacity = 100_000;

    // The day on which the documented player was created.
    private static readonly DateTimeOffset LongAgo = new(2023, 5, 10, 12, 27, 9, 338, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly Newest<string, SandboxAccount> _byOpenId = new(Capacity);
    private readonly Newest<string, SandboxAccount> _bySession = new(Capacity);

    /// <summary>The player's account; one who has played has always had one.</summary>
    public SandboxAccount? Find(SandboxPlayer player)
    {
        lock (_lock)
        {
            return _byOpenId.TryGet(player.OpenId, out var account) ? account : player.HasPlayed ? Add(player, LongAgo) : null;
        }
    }

    public SandboxAccount Create(SandboxPlayer player)
    {
        lock (_lock) return Add(player, time.GetUtcNow());
    }

    public SandboxAccount? FindSession(string sessionToken)
    {
        lock (_lock) return _bySession.TryGet(sessionToken, out var account) && account.SessionToken == sessionToken ? account : null;
    }

    /// <summary>Keeps what a login sent about TapTap; a login moves <c>updatedAt</c> (docs/protocol.md §4).</summary>
    public void SignIn(SandboxAccount account, JsonObject authData)
    {
        lock (_lock) (account.AuthData, account.UpdatedAt) = (authData, time.GetUtcNow());
    }

    /// <summary>Gives the account a new token; the old one is dead.</summary>
    public void Refresh(SandboxAccount account)
    {
        lock (_lock)
        {
            account.SessionToken = SandboxAccount.NewName();
            account.UpdatedAt = time.GetUtcNow();
            _bySession.TryAdd(account.SessionToken, account);
        }
    }

    private SandboxAccount Add(SandboxPlayer player, DateTimeOffset createdAt)
    {
        var account = new SandboxAccount(player, createdAt, SandboxAccount.NewName());
        _byOpenId.TryAdd(player.OpenId, account);
        _bySession.TryAdd(account.SessionToken, account);
        return account;
    }
}
