using System.Text.Json;
using System.Text.Json.Nodes;
using PhigrosLogin.Sandbox.TapTap;

namespace PhigrosLogin.Sandbox.Cloud;

/// <summary>The game cloud's four routes (docs/protocol.md §4, §5, §9).</summary>
internal sealed class CloudEndpoints(SandboxUpstream upstream, SandboxOptions options, SandboxGrants grants, SandboxAccounts accounts)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/1.1/users", upstream.Answering(SandboxOperation.Users, WithCredentials(LoginAsync)));
        routes.MapGet("/1.1/users/me", upstream.Answering(SandboxOperation.Me, WithCredentials(InSession(Me))));
        routes.MapPut("/1.1/users/{objectId}/refreshSessionToken", upstream.Answering(SandboxOperation.Refresh, WithCredentials(RefreshAsync)));
        routes.MapGet("/1.1/classes/_GameSave", upstream.Answering(SandboxOperation.Save, WithCredentials(InSession(Save))));
    }

    private async Task<SandboxAnswer> LoginAsync(HttpContext context)
    {
        if (await ReadTapTapAsync(context) is not { } taptap) return CloudBodies.BadBody();
        if (Granted(taptap) is not { } grant) return CloudBodies.InvalidAuthData();

        var variants = upstream.Variants;
        if (accounts.Find(grant.Player) is { } account)
        {
            accounts.SignIn(account, Sorted(taptap));
            var status = variants.ExistingPlayer == ExistingPlayerStatus.Created ? 201 : 200;
            var body = variants.OptionalMembers == OptionalMembers.Minimal ? CloudBodies.FewMembers(account) : CloudBodies.User(account);
            return new SandboxAnswer(status, body, "player") { UserCode = grant.UserCode };
        }
        if (context.Request.Query["failOnNotExist"] == "true" && variants.FailOnNotExist == FailOnNotExist.Honoured)
        {
            return CloudBodies.NoUser("no_player") with { UserCode = grant.UserCode };
        }
        var created = accounts.Create(grant.Player);
        created.AuthData = Sorted(taptap);
        return new SandboxAnswer(201, CloudBodies.FewMembers(created), "new_player")
        {
            UserCode = grant.UserCode,
            Location = $"/1.1/classes/_User/{created.Player.ObjectId}",
        };
    }

    private static SandboxAnswer Me(SandboxAccount account, HttpContext _) => new(200, CloudBodies.User(account), "player");

    private Task<SandboxAnswer> RefreshAsync(HttpContext context)
    {
        var session = context.Request.Headers["X-LC-Session"].ToString();
        if (accounts.FindSession(session) is not { } account || account.Player.ObjectId != (string?)context.GetRouteValue("objectId"))
        {
            return Task.FromResult(CloudBodies.Forbidden("forbidden"));
        }
        accounts.Refresh(account);
        return Task.FromResult(new SandboxAnswer(200, CloudBodies.Refreshed(account), "refreshed"));
    }

    private SandboxAnswer Save(SandboxAccount account, HttpContext context)
    {
        if (!SaveQuery.TryRead(context.Request.Query, out var query)) return CloudBodies.BadQuery();

        var variants = upstream.Variants;
        var rows = query.Answer(SaveRow.Of(account, variants.Saves), variants.SaveFilter == SaveFilter.Honoured);
        return new SandboxAnswer(200, rows, account.Player.SaveSummary is null ? "no_save" : "save");
    }

    private Func<HttpContext, Task<SandboxAnswer>> InSession(
        Func<SandboxAccount, HttpContext, SandboxAnswer> handle) => context =>
    {
        var session = context.Request.Headers["X-LC-Session"].ToString();
        return Task.FromResult(
            session.Length == 0 ? CloudBodies.NoSession() :
            accounts.FindSession(session) is { } account ? handle(account, context) :
            upstream.Variants.UnknownSession == UnknownSession.Forbidden ? CloudBodies.Forbidden("unknown_session") :
            CloudBodies.NoUser("unknown_session"));
    };

    private Func<HttpContext, Task<SandboxAnswer>> WithCredentials(Func<HttpContext, Task<SandboxAnswer>> handle) => context =>
        upstream.Variants.Cloud == CloudState.TemporarilyUnavailable
            ? Task.FromResult(CloudBodies.TemporarilyUnavailable()) :
        CloudCredentials.AreRight(context.Request, options.Region, upstream.Variants.SignUnit) ? handle(context) :
        Task.FromResult(CloudBodies.Unauthorized());

    private static async Task<JsonObject?> ReadTapTapAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType()) return null;
        try
        {
            var root = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted) as JsonObject;
            return (root?["authData"] as JsonObject)?["taptap"] as JsonObject;
        }
        // Members that come twice surface as ArgumentException when the object is first read.
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The grant that the authData proves: its key, and ids that belong to it.</summary>
    private SandboxGrant? Granted(JsonObject taptap) =>
        Text(taptap, "kid") is { } kid && grants.Find(kid) is { } grant &&
        Text(taptap, "access_token") == kid &&
        Text(taptap, "mac_key") == grant.MacKey &&
        Text(taptap, "openid") == grant.Player.OpenId &&
        (Text(taptap, "mac_algorithm") ?? grant.MacAlgorithm) == grant.MacAlgorithm &&
        (Text(taptap, "token_type") ?? "mac") == "mac" &&
        (Text(taptap, "unionid") ?? grant.Player.UnionId) == grant.Player.UnionId
            ? grant
            : null;

    private static string? Text(JsonObject from, string name) =>
        from[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static JsonObject Sorted(JsonObject taptap) =>
        new(taptap.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
}
