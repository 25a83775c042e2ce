using System.Security.Cryptography;

namespace PhigrosLogin.Sandbox;

/// <summary>Somebody with a TapTap account, and perhaps with a player in the game.</summary>
public sealed record SandboxPlayer
{
    public required string OpenId { get; init; }

    public required string UnionId { get; init; }

    /// <summary>The name at TapTap.</summary>
    public required string Name { get; init; }

    public required string Avatar { get; init; }

    /// <summary>The name in the game.</summary>
    public string Nickname { get; init; } = "";

    public string ShortId { get; init; } = "";

    /// <summary>The id in the game cloud; 24 hexadecimal digits.</summary>
    public required string ObjectId { get; init; }

    /// <summary>Whether the game cloud knows this player from before.</summary>
    public bool HasPlayed { get; init; }

    /// <summary>The <c>summary</c> of the newest save, base64 (docs/protocol.md §9); null when there is none.</summary>
    public string? SaveSummary { get; init; }

    // Name, avatar and summary are those of the documented answers (docs/protocol.md §3 and §9).
    private const string SampleAvatar =
        "https://img3.tapimg.com/default_avatars/384aa197eceba6322c9af740d008e65e.jpg?imageMogr2/auto-orient/strip/thumbnail/!270x270r/gravity/Center/crop/270x270/format/jpg/interlace/1/quality/80";

    public static SandboxPlayer Default { get; } = new()
    {
        OpenId = "c2FuZGJveC1wbGF5ZXIxMQ==",
        UnionId = "c2FuZGJveC11bmlvbi0xMQ==",
        Name = "static-void2",
        Avatar = SampleAvatar,
        Nickname = "static-void2",
        ShortId = "zk3f8q",
        ObjectId = "645b8a2d5f3e7c00010a4b9c",
        HasPlayed = true,
        SaveSummary = "BgAA1I6dPoEBAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAA==",
    };

    /// <summary>Somebody new, who has never played.</summary>
    public static SandboxPlayer Newcomer() => new()
    {
        OpenId = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)),
        UnionId = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)),
        Name = "newcomer",
        Avatar = SampleAvatar,
        ObjectId = RandomNumberGenerator.GetHexString(24, lowercase: true),
    };
}
