using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace PhigrosLogin.Sandbox.TapTap;

/// <summary>TapTap's JSON (docs/protocol.md §0–§3), member by member; tests/fixtures/wire holds what it has to look like.</summary>
internal sealed class TapTapBodies(SandboxUpstream upstream, TimeProvider time)
{
    public SandboxAnswer Code(SandboxCode code, SandboxVariants variants)
    {
        var page = new Uri(upstream.Options.LinkBase ?? upstream.Url, "/device").ToString();
        var link = $"{page}?qrcode=1&user_code={code.UserCode}";
        var seconds = (long)upstream.Options.ExpiresIn.TotalSeconds;
        // §1: DR's trimmed body has just these three.
        var data = variants.OptionalMembers == OptionalMembers.Minimal
            ? new JsonObject { ["device_code"] = code.DeviceCode, ["expires_in"] = seconds, ["qrcode_url"] = link }
            : new JsonObject
            {
                ["device_code"] = code.DeviceCode,
                ["user_code"] = code.UserCode,
                ["verification_url"] = page,
                ["qrcode_url"] = link,
                ["expires_in"] = seconds,
                ["interval"] = upstream.Options.Interval,
            };
        if (variants.OptionalMembers == OptionalMembers.LinkParts) data.Remove("qrcode_url");
        Spoil(data, variants.Durations);
        if (variants.OptionalMembers == OptionalMembers.Extra) data["extra"] = new JsonObject { ["note"] = "an unknown member" };
        return Success(data, "code", code.UserCode, variants);
    }

    public SandboxAnswer Token(SandboxGrant grant, SandboxVariants variants)
    {
        var data = new JsonObject
        {
            ["kid"] = grant.Kid,
            ["access_token"] = grant.Kid,
            ["token_type"] = "mac",
            ["mac_key"] = grant.MacKey,
            ["mac_algorithm"] = grant.MacAlgorithm,
        };
        if (variants.OptionalMembers != OptionalMembers.Minimal) data["scope"] = string.Join(' ', grant.Scopes);
        if (variants.OptionalMembers == OptionalMembers.Extra)
        {
            data["expires_in"] = 2592000;
            data["refresh_token"] = "1/" + RandomNumberGenerator.GetHexString(342, lowercase: true);
        }
        return Success(data, "granted", grant.UserCode, variants);
    }

    public SandboxAnswer Profile(SandboxGrant grant, SandboxVariants variants)
    {
        var data = new JsonObject { ["name"] = grant.Player.Name, ["avatar"] = grant.Player.Avatar };
        if (variants.OptionalMembers != OptionalMembers.Minimal) data["gender"] = "";
        data["openid"] = grant.Player.OpenId;
        data["unionid"] = grant.Player.UnionId;
        if (variants.OptionalMembers == OptionalMembers.Extra) data["email"] = "player@example.com";
        return Success(data, "profile", grant.UserCode, variants);
    }

    public SandboxAnswer Ids(SandboxGrant grant, SandboxVariants variants) =>
        Success(new JsonObject { ["openid"] = grant.Player.OpenId, ["unionid"] = grant.Player.UnionId }, "ids", grant.UserCode, variants);

    /// <summary>A refusal with one of TapTap's words and its HTTP status.</summary>
    public SandboxAnswer Error(TapTapWord word, string? userCode = null) => new(
        word.Status,
        Envelope(new JsonObject { ["code"] = -1, ["msg"] = word.Message, ["error"] = word.Word, ["error_description"] = word.Description }, success: false),
        word.Outcome)
    {
        UserCode = userCode,
    };

    /// <summary>An answer about a code, spelled as the variants say.</summary>
    public SandboxAnswer Error(TapTapWord word, string? userCode, SandboxVariants variants, int? status = null)
    {
        var isDotted = variants.ErrorWords == ErrorWords.DottedUpper ||
            (word == TapTapWord.Unknown && variants.PollWord == PollWord.UnknownDotted);
        var spelled = isDotted ? $"oauth2.tapapis.com.{word.Word.ToUpperInvariant()}" : word.Word;
        var isWaiting = word == TapTapWord.Pending || word == TapTapWord.Waiting;
        // §2: the older host repeats the description in msg, and orders the members by name.
        var data = isWaiting && variants.Message == WaitingMessage.Dotted
            ? new JsonObject { ["code"] = -1, ["error"] = spelled, ["error_description"] = word.Description, ["msg"] = word.Description }
            : new JsonObject { ["code"] = -1, ["msg"] = word.Message, ["error"] = spelled, ["error_description"] = word.Description };
        if (word == TapTapWord.SlowDown && variants.SlowDown == SlowDownAnswer.WithInterval) data["interval"] = upstream.Options.Interval + 5;
        return new(status ?? word.Status, Envelope(data, success: false), word.Outcome) { UserCode = userCode };
    }

    private static void Spoil(JsonObject data, Durations durations)
    {
        foreach (var (name, huge) in new[] { ("expires_in", 31_536_000), ("interval", 86_400) })
        {
            if (data[name] is not { } usual || durations == Durations.Usual) continue;
            if (durations == Durations.Absent) data.Remove(name);
            else if (durations == Durations.Text) data[name] = usual.ToJsonString();
            else data[name] = durations == Durations.Zero ? 0 : huge;
        }
    }

    private SandboxAnswer Success(JsonObject data, string outcome, string userCode, SandboxVariants variants)
    {
        var body = Envelope(data, success: true);
        if (variants.OptionalMembers == OptionalMembers.Extra) body["request_id"] = RandomNumberGenerator.GetHexString(16, lowercase: true);
        return new SandboxAnswer(200, body, outcome) { UserCode = userCode };
    }

    private JsonObject Envelope(JsonObject data, bool success) => new()
    {
        ["data"] = data,
        ["now"] = time.GetUtcNow().ToUnixTimeSeconds(),
        ["success"] = success,
    };
}
