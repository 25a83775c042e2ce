using System.Buffers;
using System.Text.Json;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Cloud;

/// <summary>Speaks to the game cloud of one region (docs/protocol.md §4, §5, §9).</summary>
/// <example>
/// <code>
/// var cloud = new GameCloudClient(http, Region.China, TimeProvider.System);
/// var login = await cloud.LoginAsync(token, profile, createMissing: false, cancellationToken);
/// if (login is CloudLogin.Player player) Console.WriteLine($"Hello {player.Nickname}");
/// </code>
/// </example>
public sealed partial class GameCloudClient(UpstreamHttp http, Region region, TimeProvider time)
{
    private const string TapTapsToken = "this TapTap token";

    private readonly SignedCloud _cloud = new(http, region, time);

    /// <summary>Signs in seconds first, for whoever wants to know whether they are accepted.</summary>
    internal bool BeginsWithSeconds
    {
        init => _cloud = new SignedCloud(http, region, time) { BeginsWithSeconds = value };
    }

    /// <summary>
    /// Signs the player in. Safe to repeat: the cloud gives the same session token every time.
    /// </summary>
    /// <param name="token">What TapTap granted.</param>
    /// <param name="profile">The profile that belongs to it.</param>
    /// <param name="createMissing">Whether a player who has never played is created; false asks the cloud not to.</param>
    /// <param name="cancellationToken">Cancelling leaves nothing undone that a repetition would not do.</param>
    /// <exception cref="UpstreamException">The cloud refused, did not answer, or sent nonsense.</exception>
    public async Task<CloudLogin> LoginAsync(
        TapTapToken token, TapTapProfile profile, bool createMissing, CancellationToken cancellationToken)
    {
        var body = AuthData(token, profile);
        var path = createMissing ? "/1.1/users" : "/1.1/users?failOnNotExist=true";
        var answer = await _cloud.SendAsync(() => _cloud.Request(HttpMethod.Post, path, body), cancellationToken);

        if (answer.SaysNoUser) return new CloudLogin.NoPlayer();
        if (answer.Status is not (200 or 201)) throw answer.Trouble(TapTapsToken);

        // A cloud that ignores failOnNotExist has created a player who has never played: no login for the caller.
        var isNew = answer.Status == 201 && IsNew(answer);
        if (isNew && !createMissing) return new CloudLogin.NoPlayer();
        var wasAnsweredCreated = answer.Status == 201 && !isNew && region.CreatedStatus == CreatedStatus.Body;
        return ReadPlayer(answer.Root, wasAnsweredCreated);
    }

    /// <summary>Whether a text has the shape of a session token: 25 letters and digits (docs/protocol.md §5).</summary>
    public static bool IsSessionToken(string? text) => text is { Length: 25 } && text.All(char.IsAsciiLetterOrDigit);

    private bool IsNew(CloudAnswer answer) => region.CreatedStatus switch
    {
        CreatedStatus.New => true,
        CreatedStatus.Existing => false,
        _ => CreatedPlayer.IsNew(answer.Root, answer.Date ?? time.GetUtcNow()),
    };

    private static CloudLogin.Player ReadPlayer(JsonElement root, bool wasAnsweredCreated) => new()
    {
        SessionToken = root.Text("sessionToken") is { } token && IsSessionToken(token)
            ? new Secret(token)
            : throw CloudAnswer.Nonsense("no session token of 25 letters and digits"),
        ObjectId = CloudAnswer.Short(root, "objectId"),
        Nickname = CloudAnswer.Short(root, "nickname"),
        ShortId = CloudAnswer.Short(root, "shortId"),
        WasAnsweredCreated = wasAnsweredCreated,
    };

    // §4: the members that the game itself sends.
    private static ReadOnlyMemory<byte> AuthData(TapTapToken token, TapTapProfile profile)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteStartObject("authData");
        writer.WriteStartObject("taptap");
        writer.WriteString("kid", token.Kid.Reveal());
        writer.WriteString("access_token", token.AccessToken.Reveal());
        writer.WriteString("token_type", token.TokenType);
        writer.WriteString("mac_key", token.MacKey.Reveal());
        writer.WriteString("mac_algorithm", token.MacAlgorithm);
        writer.WriteString("openid", profile.OpenId);
        writer.WriteString("name", profile.Name);
        writer.WriteString("avatar", profile.Avatar);
        writer.WriteString("unionid", profile.UnionId);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
