using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Cloud;

/// <summary>Speaks to the game cloud of one region (docs/protocol.md §4).</summary>
/// <example>
/// <code>
/// var cloud = new GameCloudClient(http, Region.China, TimeProvider.System);
/// var login = await cloud.LoginAsync(token, profile, createMissing: false, cancellationToken);
/// if (login is CloudLogin.Player player) Console.WriteLine($"Hello {player.Nickname}");
/// </code>
/// </example>
public sealed class GameCloudClient(UpstreamHttp http, Region region, TimeProvider time)
{
    private const string Upstream = "The game cloud";
    private const int CouldNotFindUser = 211;

    // Documented are milliseconds, many clients send seconds, and both are said to work (docs/protocol.md §8.10).
    private volatile bool _wantsSeconds;

    /// <summary>Signs in seconds first, for whoever wants to know whether they are accepted.</summary>
    internal bool BeginsWithSeconds
    {
        init => _wantsSeconds = value;
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
        var (answer, root) = await SendSignedAsync(() => Post(path, body), cancellationToken);

        // A cloud that ignores failOnNotExist answers 201 and has made a player nobody plays: no login for the caller.
        if (root.Number("code") == CouldNotFindUser || (answer.Status == 201 && !createMissing)) return new CloudLogin.NoPlayer();
        if (answer.Status is not (200 or 201)) throw Trouble(answer, root);
        return ReadPlayer(root);
    }

    /// <summary>Whether a text has the shape of a session token: 25 letters and digits (docs/protocol.md §5).</summary>
    public static bool IsSessionToken(string? text) => text is { Length: 25 } && text.All(char.IsAsciiLetterOrDigit);

    private async Task<(UpstreamAnswer Answer, JsonElement Root)> SendSignedAsync(
        Func<HttpRequestMessage> request, CancellationToken cancellationToken)
    {
        var inSeconds = _wantsSeconds;
        var (answer, root) = await SendSignedAsync(request, inSeconds, cancellationToken);
        if (answer.Status != 401 && root.Number("code") != 401) return (answer, root);

        // A refused signature did nothing, so asking again in the other unit is safe.
        var second = await SendSignedAsync(request, !inSeconds, cancellationToken);
        if (second.Answer.Status != 401 && second.Root.Number("code") != 401) _wantsSeconds = !inSeconds;
        return second;
    }

    private async Task<(UpstreamAnswer Answer, JsonElement Root)> SendSignedAsync(
        Func<HttpRequestMessage> create, bool inSeconds, CancellationToken cancellationToken)
    {
        using var request = create();
        var now = time.GetUtcNow();
        var stamp = inSeconds ? now.ToUnixTimeSeconds() : now.ToUnixTimeMilliseconds();
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Add("X-LC-Id", region.ClientId);
        request.Headers.Add("X-LC-Sign", CloudSignature.Header(region.AppKey, stamp));

        var answer = await http.SendAsync(request, Upstream, cancellationToken);
        if (HostileJson.TryParse(answer.Body, out var root, out _) && root.ValueKind == JsonValueKind.Object) return (answer, root);
        throw answer.IsFailure || answer.Status == 429 ? Trouble(answer, root) : Nonsense("its answer is no JSON object");
    }

    private HttpRequestMessage Post(string path, ReadOnlyMemory<byte> body)
    {
        var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new HttpRequestMessage(HttpMethod.Post, new Uri(region.CloudUrl, path)) { Content = content };
    }

    private static UpstreamException Trouble(UpstreamAnswer answer, JsonElement root) =>
        answer.Status == 429 || root.Number("code") is 429 or 529
            ? new UpstreamException(UpstreamTrouble.TooManyRequests, "The game cloud wants fewer requests.", answer.RetryAfter) :
        answer.IsFailure || root.Number("code") is 124 or (>= 502 and <= 504) or 524
            ? new UpstreamException(UpstreamTrouble.Failing, "The game cloud has trouble of its own.") :
        root.Number("code") is { } code
            ? new UpstreamException(UpstreamTrouble.Refused, FormattableString.Invariant($"The game cloud refused this TapTap token (code {code}).")) :
        Nonsense("neither a player nor an error");

    private static UpstreamException Nonsense(string what) =>
        new(UpstreamTrouble.BadAnswer, $"The game cloud sent something that makes no sense: {what}.");

    private static CloudLogin.Player ReadPlayer(JsonElement root) => new()
    {
        SessionToken = root.Text("sessionToken") is { } token && IsSessionToken(token)
            ? new Secret(token)
            : throw Nonsense("no session token of 25 letters and digits"),
        ObjectId = Short(root, "objectId"),
        Nickname = Short(root, "nickname"),
        ShortId = Short(root, "shortId"),
    };

    private static string Short(JsonElement root, string name) => root.Text(name) is { Length: <= 256 } text ? text : "";

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
