using Microsoft.Extensions.Primitives;

namespace PhigrosLogin.Sandbox.TapTap;

/// <summary>TapTap's four routes, strict about everything that docs/protocol.md §1–§3 knows.</summary>
internal sealed class TapTapEndpoints(SandboxUpstream upstream, SandboxOptions options, TapTapBodies bodies, SandboxGrants grants, TimeProvider time)
{
    private static readonly string[] KnownScopes = ["public_profile", "basic_info", "email", "user_friends", "compliance"];

    private readonly MacCheck _mac = new(grants, time);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/oauth2/v1/device/code", upstream.Answering(SandboxOperation.DeviceCode, RequestCodeAsync));
        routes.MapPost("/oauth2/v1/token", upstream.Answering(SandboxOperation.Token, PollAsync));
        routes.MapGet("/account/profile/v1", upstream.Answering(SandboxOperation.Profile, context => Task.FromResult(Profile(context))));
        routes.MapGet("/account/basic-info/v1", upstream.Answering(SandboxOperation.BasicInfo, context => Task.FromResult(Ids(context))));
    }

    private async Task<SandboxAnswer> RequestCodeAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType) return bodies.Error(TapTapWord.Missing("ClientId"));

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (!Has(form["client_id"], out var clientId)) return bodies.Error(TapTapWord.InvalidRequest("client_id is missing"));
        // As upstream: the other region's id gets a code too, and cannot redeem it (§2).
        if (SandboxRegion.All.All(region => region.ClientId != clientId)) return bodies.Error(TapTapWord.InvalidClient);
        if (form["response_type"] != "device_code") return bodies.Error(TapTapWord.UnsupportedResponseType);
        if (!Has(form["scope"], out var scope)) return bodies.Error(TapTapWord.InvalidRequest("scope is missing"));

        var scopes = scope.Split(',');
        return scopes.All(KnownScopes.Contains)
            ? bodies.Code(upstream.Codes.Issue(clientId, scopes), upstream.Variants)
            : bodies.Error(TapTapWord.InvalidRequest("scope is unknown"));
    }

    private async Task<SandboxAnswer> PollAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType) return bodies.Error(TapTapWord.Missing("GrantType"));

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (!Has(form["grant_type"], out var grantType)) return bodies.Error(TapTapWord.Missing("GrantType"));
        if (grantType != "device_token") return bodies.Error(TapTapWord.UnsupportedGrantType);
        if (!Has(form["client_id"], out var clientId)) return bodies.Error(TapTapWord.InvalidRequest("client_id is missing"));
        if (SandboxRegion.All.FirstOrDefault(region => region.ClientId == clientId) is not { } region) return bodies.Error(TapTapWord.InvalidClient);
        if (region != options.Region) return bodies.Error(TapTapWord.WrongRegion(region.Name), upstream.Codes.Find(form["code"].ToString())?.UserCode);
        if (form["secret_type"] != "hmac-sha-1" && form["secret_type"] != "hmac-sha-256") return bodies.Error(TapTapWord.UnsupportedSecretType);
        if (!Has(form["code"], out var code)) return bodies.Error(TapTapWord.InvalidRequest("code is missing"));

        return Answer(upstream.Codes.Poll(code, clientId), upstream.Variants);
    }

    private SandboxAnswer Answer(SandboxPoll? poll, SandboxVariants variants)
    {
        if (poll is not { Code: var code }) return bodies.Error(TapTapWord.Gone(variants.ExpiredWord, "unknown_code"), null, variants);
        if (poll.CameTooFast)
        {
            var word = variants.SlowDown == SlowDownAnswer.TooManyLoginAttempts ? TapTapWord.TooManyLoginAttempts : TapTapWord.SlowDown;
            return bodies.Error(word, code.UserCode, variants);
        }
        int? waitingStatus = variants.PendingStatus == PendingStatus.Ok ? 200 : null;
        return code.State switch
        {
            SandboxCodeState.Pending => bodies.Error(TapTapWord.Pending, code.UserCode, variants, waitingStatus),
            SandboxCodeState.Waiting when variants.PollWord != PollWord.Known =>
                bodies.Error(TapTapWord.Unknown, code.UserCode, variants),
            SandboxCodeState.Waiting => bodies.Error(TapTapWord.Waiting, code.UserCode, variants, waitingStatus),
            SandboxCodeState.Confirmed => bodies.Token(grants.Add(code, code.Player!, AlgorithmOf(variants)), variants),
            SandboxCodeState.Refused when !code.RefusalWasTold || variants.RepeatedRefusal == RepeatedRefusal.AccessDenied =>
                bodies.Error(TapTapWord.Refused, code.UserCode, variants, StatusOf(variants.RefusalStatus)),
            SandboxCodeState.WrongRegion => bodies.Error(TapTapWord.WrongRegion(OtherStore), code.UserCode),
            SandboxCodeState.Expired => bodies.Error(TapTapWord.Gone(variants.ExpiredWord, "expired"), code.UserCode, variants),
            _ => bodies.Error(TapTapWord.Gone(variants.ExpiredWord, "used"), code.UserCode, variants),
        };
    }

    // The captured body names the Chinese store; what the Chinese region says of others is not known.
    private string OtherStore => options.Region == SandboxRegion.China ? SandboxRegion.International.Name : SandboxRegion.China.Name;

    private SandboxAnswer Profile(HttpContext context) =>
        Signed(context, out var refusal) is not { } grant ? refusal! :
        grant.Scopes.Contains("public_profile") ? bodies.Profile(grant, upstream.Variants) :
        bodies.Error(TapTapWord.Forbidden, grant.UserCode);

    private SandboxAnswer Ids(HttpContext context) =>
        Signed(context, out var refusal) is { } grant ? bodies.Ids(grant, upstream.Variants) : refusal!;

    private SandboxGrant? Signed(HttpContext context, out SandboxAnswer? refusal)
    {
        SandboxGrant? grant = null;
        var word =
            !Has(context.Request.Query["client_id"], out var clientId) ? TapTapWord.InvalidRequest("client_id is missing") :
            clientId != options.Region.ClientId ? TapTapWord.InvalidClient :
            null;
        if (word is null) (grant, word) = _mac.Check(context.Request, clientId);
        refusal = word is null ? null : bodies.Error(word, grant?.UserCode);
        return word is null ? grant : null;
    }

    // A field that is there once and not empty.
    private static bool Has(StringValues values, out string value)
    {
        value = values.ToString();
        return values.Count == 1 && value.Length > 0;
    }

    private static string AlgorithmOf(SandboxVariants variants) =>
        variants.MacAlgorithm == MacAlgorithm.HmacSha256 ? "hmac-sha-256" : "hmac-sha-1";

    private static int StatusOf(RefusalStatus status) => status switch
    {
        RefusalStatus.Unauthorized => 401,
        RefusalStatus.Forbidden => 403,
        RefusalStatus.Ok => 200,
        _ => 400,
    };
}
