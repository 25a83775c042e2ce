using System.Globalization;
using System.Text.Json.Nodes;

namespace PhigrosLogin.Sandbox.Cloud;

/// <summary>The game cloud's JSON (docs/protocol.md §4, §5, §9): no envelope, the object itself at the root.</summary>
internal static class CloudBodies
{
    public static SandboxAnswer Unauthorized() => Error(401, 401, "Unauthorized.", "unauthorized");

    public static SandboxAnswer NoUser(string outcome) => Error(400, 211, "Could not find user.", outcome);

    public static SandboxAnswer Forbidden(string outcome) => Error(403, 403, "Forbidden to alter another user.", outcome);

    public static SandboxAnswer NoSession() => Error(400, 206, "The user cannot be altered by a client without the session.", "no_session");

    // §8.11: the words are documented, the number is not.
    public static SandboxAnswer InvalidAuthData() => Error(400, 1, "invalid authData", "invalid_auth_data");

    public static SandboxAnswer BadBody() => Error(400, 107, "Malformed json object.", "bad_body");

    /// <summary>The whole user, which repeats what was last sent about TapTap.</summary>
    public static JsonObject User(SandboxAccount account)
    {
        var user = new JsonObject { ["ACL"] = new JsonObject { ["*"] = new JsonObject { ["write"] = true, ["read"] = true } } };
        if (account.AuthData is { } taptap) user["authData"] = new JsonObject { ["taptap"] = taptap.DeepClone() };
        user["avatar"] = account.Player.Avatar;
        user["createdAt"] = Time(account.CreatedAt);
        user["emailVerified"] = false;
        user["mobilePhoneVerified"] = false;
        user["nickname"] = account.Player.Nickname;
        user["objectId"] = account.Player.ObjectId;
        user["sessionToken"] = account.SessionToken;
        user["shortId"] = account.Player.ShortId;
        user["updatedAt"] = Time(account.UpdatedAt);
        user["username"] = account.Username;
        return user;
    }

    /// <summary>As little as a created user may come with.</summary>
    public static JsonObject FewMembers(SandboxAccount account) => new()
    {
        ["username"] = account.Username,
        ["sessionToken"] = account.SessionToken,
        ["createdAt"] = Time(account.CreatedAt),
        ["objectId"] = account.Player.ObjectId,
    };

    public static JsonObject Refreshed(SandboxAccount account) => new()
    {
        ["sessionToken"] = account.SessionToken,
        ["updatedAt"] = Time(account.UpdatedAt),
        ["objectId"] = account.Player.ObjectId,
        ["username"] = account.Username,
        ["createdAt"] = Time(account.CreatedAt),
        ["emailVerified"] = false,
        ["mobilePhoneVerified"] = false,
    };

    public static SandboxAnswer BadQuery() => Error(400, 102, "Invalid query.", "bad_query");

    public static SandboxAnswer TemporarilyUnavailable() =>
        Error(400, 511, "Temporarily unavailable.", "temporarily_unavailable");

    private static SandboxAnswer Error(int status, int code, string error, string outcome) =>
        new(status, new JsonObject { ["code"] = code, ["error"] = error }, outcome);

    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
