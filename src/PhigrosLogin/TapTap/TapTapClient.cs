using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;

namespace PhigrosLogin.TapTap;

/// <summary>
/// Speaks TapTap's side of a login in one region: ask for a code, ask whether it was confirmed, read the profile.
/// A poll is never sent twice. A profile request is, when it was refused for its time; it and a request for a code are,
/// when no connection came about.
/// </summary>
/// <example>
/// <code>
/// var http = new UpstreamHttp(UpstreamHttp.CreateClient(), TimeProvider.System);
/// var tapTap = new TapTapClient(http, Region.China, TimeProvider.System);
///
/// var code = await tapTap.RequestCodeAsync(cancellationToken);
/// Console.WriteLine($"Open {code.Url} on your phone.");
///
/// var pace = PollPace.Start(code.Interval, minimum: TimeSpan.FromSeconds(3));
/// Approval approval;
/// do
/// {
///     await Task.Delay(pace.Next, cancellationToken);
///     approval = await tapTap.PollAsync(code.Code, code.DeviceId, cancellationToken);
///     pace = approval is Approval.SlowDown slower ? pace.AfterSlowDown(slower.Wish) : pace.AfterAnswer();
/// } while (approval is Approval.Pending or Approval.Scanned or Approval.SlowDown);
/// </code>
/// </example>
public sealed class TapTapClient(UpstreamHttp http, Region region, TimeProvider time)
{
    private const string Upstream = "TapTap";

    /// <summary>Asks for a device code with the scope <c>public_profile</c> (docs/protocol.md §1).</summary>
    /// <exception cref="UpstreamException">TapTap refused, did not answer, or sent nonsense.</exception>
    public async Task<DeviceCode> RequestCodeAsync(CancellationToken cancellationToken)
    {
        var deviceId = NewDeviceId();
        // A code that nobody hears of harms nobody, so this is sent again when no connection came about.
        var answer = TapTapAnswer.Read(await http.SendAsync(() => Post("/oauth2/v1/device/code",
            ("client_id", region.ClientId),
            ("response_type", "device_code"),
            ("scope", "public_profile"),
            ("version", "1.2.0"),
            ("platform", "unity"),
            ("info", DeviceInfo(deviceId))), Upstream, cancellationToken));
        if (answer.SaysFailure || answer.Error is not null) throw answer.Trouble("a failure without a word");

        return ReadDeviceCode(answer.Data, deviceId);
    }

    /// <summary>
    /// Asks once whether the player has confirmed (docs/protocol.md §2). The poll that sees the grant consumes the code,
    /// so this call is never repeated by itself, and its answer has to be kept.
    /// </summary>
    /// <param name="deviceCode">The code, as TapTap issued it.</param>
    /// <param name="deviceId">The device id that it was asked for with; null leaves it out, which TapTap permits.</param>
    /// <param name="cancellationToken">Cancelling a poll may lose a grant.</param>
    /// <exception cref="UpstreamException">TapTap did not answer, returned a server error or an invalid response.</exception>
    public async Task<Approval> PollAsync(Secret deviceCode, string? deviceId, CancellationToken cancellationToken)
    {
        TapTapAnswer answer;
        try
        {
            using var request = Post("/oauth2/v1/token",
                ("grant_type", "device_token"),
                ("client_id", region.ClientId),
                ("secret_type", TapTapToken.HmacSha1),
                ("code", deviceCode.Reveal()),
                ("version", "1.0"),
                ("platform", "unity"),
                ("info", deviceId is null ? null : DeviceInfo(deviceId)));
            answer = TapTapAnswer.Read(await http.SendAsync(request, Upstream, cancellationToken), deviceCode);
        }
        catch (UpstreamException busy) when (busy.Trouble == UpstreamTrouble.TooManyRequests)
        {
            // A 429 often comes from something in front of TapTap, with a page or nothing as its body.
            return new Approval.SlowDown(busy.RetryAfter, isTooManyRequests: true);
        }
        return PollErrors.MeaningOf(answer.Error, region.FatalErrors) switch
        {
            PollError.Pending => new Approval.Pending(),
            PollError.Scanned => new Approval.Scanned(),
            PollError.Denied => new Approval.Denied(answer.Refusal(time.GetUtcNow())),
            PollError.Expired => new Approval.Expired(answer.Refusal(time.GetUtcNow())),
            PollError.Refused => new Approval.Refused(answer.Refusal(time.GetUtcNow())),
            _ when answer.WantsFewerRequests => new Approval.SlowDown(answer.Wish, answer.IsTooManyRequests),
            _ when answer.IsFailing => throw answer.Trouble(""),
            _ when answer.HasError => new Approval.UnknownWord(answer.Error),
            _ when answer.SaysFailure => throw TapTapAnswer.Nonsense("a failure without a word"),
            _ => new Approval.Granted(ReadToken(answer.Data)),
        };
    }

    /// <summary>
    /// Reads the player's profile; when the grant covers ids only, name, gender and avatar are empty (docs/protocol.md §3).
    /// A signature refused for its time is tried once more with TapTap's own clock.
    /// </summary>
    /// <exception cref="UpstreamException">TapTap refused the token, did not answer, or sent nonsense.</exception>
    public async Task<TapTapProfile> GetProfileAsync(TapTapToken token, CancellationToken cancellationToken)
    {
        var answer = await GetProfileAsync(token, time.GetUtcNow(), cancellationToken);
        if (answer is { Error: "invalid_time", Now: { } theirs })
        {
            answer = await GetProfileAsync(token, theirs, cancellationToken);
        }
        if (answer.Error == "invalid_time")
        {
            throw new UpstreamException(UpstreamTrouble.ClockSkew, "TapTap refused the time of the signature: this machine's clock is wrong.");
        }
        if (answer.SaysFailure || answer.Error is not null) throw answer.Trouble("a failure without a word");

        return ReadProfile(answer.Data);
    }

    private async Task<TapTapAnswer> GetProfileAsync(TapTapToken token, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var path = token.CoversProfile ? "/account/profile/v1" : "/account/basic-info/v1";
        var uri = new Uri(region.ApiUrl, $"{path}?client_id={Uri.EscapeDataString(region.ClientId)}");
        return TapTapAnswer.Read(await http.SendAsync(Signed, Upstream, cancellationToken), token.Kid,
            token.AccessToken, token.MacKey);

        HttpRequestMessage Signed()
        {
            var request = new HttpRequestMessage(HttpMethod.Get, uri);
            var nonce = RandomNumberGenerator.GetHexString(16, lowercase: true);
            request.Headers.TryAddWithoutValidation("Authorization",
                MacSignature.Header(token, now.ToUnixTimeSeconds(), nonce, "GET", uri));
            return request;
        }
    }

    private HttpRequestMessage Post(string path, params (string Name, string? Value)[] form)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(region.AccountsUrl, path));
        request.Content = new FormUrlEncodedContent(
            form.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, field.Value!)));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return request;
    }

    private DeviceCode ReadDeviceCode(JsonElement data, string deviceId)
    {
        var code = data.Text("device_code");
        if (!HostileJson.IsUrlSafe(code, maximumLength: 128)) throw TapTapAnswer.Nonsense("no usable device_code");

        var url = data.Member("qrcode_url") is null ? LinkFromUserCode(data) : data.Text("qrcode_url");
        if (url is null || !region.Owns(url)) throw RefusedLink(url, code);

        var defaulted = new List<string>();
        var expiresIn = Seconds(data, "expires_in", usual: 300, largest: 86400, defaulted);
        var interval = Seconds(data, "interval", usual: 5, largest: 1800, defaulted);
        var life = TimeSpan.FromSeconds(Math.Min(expiresIn, 1800));
        return new DeviceCode(new Secret(code), deviceId, url, life, TimeSpan.FromSeconds(interval), defaulted);
    }

    private UpstreamException RefusedLink(string? link, string code)
    {
        var host = link is null ? null : Region.HostOf(link);
        if (host is null) return TapTapAnswer.Nonsense("a link that is no https link");

        var setting = $"Regions:{region.Name}:LinkHosts";
        var mayBeNamed = HostileJson.IsUrlSafe(host, maximumLength: 253) &&
            !host.Contains(code, StringComparison.OrdinalIgnoreCase);
        return new UpstreamException(UpstreamTrouble.BadAnswer, mayBeNamed
            ? $"TapTap sent a link to the host {host}, which {setting} does not name."
            : $"TapTap sent a link to a host that {setting} does not name.");
    }

    // §1: one community client builds the link itself when it is not sent.
    private static string? LinkFromUserCode(JsonElement data) =>
        data.Text("verification_url") is { } page && HostileJson.IsUrlSafe(data.Text("user_code"), maximumLength: 32)
            ? $"{page}{(page.Contains('?', StringComparison.Ordinal) ? '&' : '?')}qrcode=1&user_code={data.Text("user_code")}"
            : null;

    private static long Seconds(JsonElement data, string name, long usual, long largest, List<string> defaulted)
    {
        if (data.Number(name) is { } seconds and > 0 && seconds <= largest) return seconds;
        defaulted.Add(name);
        return usual;
    }

    private static TapTapToken ReadToken(JsonElement data) =>
        TapTapToken.TryCreate(
            data.Text("kid") ?? data.Text("access_token"), data.Text("access_token"), data.Text("token_type"),
            data.Text("mac_key"), data.Text("mac_algorithm"), data.Text("scope"), out var token, out var problem)
            ? token
            : throw TapTapAnswer.Nonsense($"a grant without a usable {problem}");

    private static TapTapProfile ReadProfile(JsonElement data) => new()
    {
        OpenId = data.Text("openid") is { Length: > 0 and <= 256 } id ? id : throw TapTapAnswer.Nonsense("a profile without an openid"),
        UnionId = Short(data, "unionid"),
        Name = Short(data, "name"),
        Gender = Short(data, "gender"),
        Avatar = Short(data, "avatar"),
    };

    private static string Short(JsonElement data, string name) => data.Text(name) is { Length: <= 2048 } text ? text : "";

    private static string DeviceInfo(string deviceId) => $$"""{"device_id":"{{deviceId}}"}""";

    // A UUID, because some say that TapTap abroad wants one (§8.6), written without dashes as the LoginQrCode API shows it.
#pragma warning disable RS0030 // no secret: it names a device that does not exist
    private static string NewDeviceId() => Guid.NewGuid().ToString("N");
#pragma warning restore RS0030
}
