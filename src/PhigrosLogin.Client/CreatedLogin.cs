namespace PhigrosLogin.Client;

/// <summary>
/// A login that was opened. To go on with it after a restart of the bot, store its members, the secret encrypted, and make it anew from them.
/// </summary>
public sealed class CreatedLogin
{
    /// <summary>The login's name, 22 characters. It is public: whoever has it can look and cancel, and sign in with their own account.</summary>
    public required string Id { get; init; }

    /// <summary>What opens the result, 43 characters. Nobody but you may have it.</summary>
    public required Credential LoginSecret { get; init; }

    /// <summary>The page to send to the player.</summary>
    public required Uri LoginUrl { get; init; }

    /// <summary>The QR code as a PNG picture, for chats that take no links; fetching it asks TapTap for a code.</summary>
    public required Uri QrUrl { get; init; }

    /// <summary>The last moment for a scan, by the gateway's clock.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
