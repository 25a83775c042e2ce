namespace PhigrosLogin.Client;

/// <summary>What a login shall be like; everything may be left out.</summary>
public sealed record LoginRequest
{
    /// <summary><c>cn</c> or <c>global</c> fixes the region; null lets the player change it on the page. Name it when you send pictures.</summary>
    public string? Region { get; init; }

    /// <summary>The time until the last moment for a scan: 60 s to 30 min, whole seconds, 10 min when null. A scan in the last second takes up to 85 s more.</summary>
    public TimeSpan? Expires { get; init; }

    /// <summary>Who asks, at most 80 characters: the player reads it as a claim that nobody has verified.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>For whom, such as the player's name in the chat, at most 80 characters; shown as a claim, too.</summary>
    public string? RequestedFor { get; init; }
}
