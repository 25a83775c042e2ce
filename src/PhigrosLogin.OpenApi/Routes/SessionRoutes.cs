using System.Text.Json.Nodes;
using PhigrosLogin.OpenApi.Writing;
using PhigrosLogin.Server.Http;
using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.OpenApi.Routes;

/// <summary>The Sessions API: validates and rotates session tokens.</summary>
internal static class SessionRoutes
{
    private static readonly Component Asked = Component.ByHand("AskedSession", new("要查询或更换的 session token。", "The session token to inspect or rotate."),
        new("sessionToken", LoginShapes.SessionToken),
        LoginShapes.Region.Optional with { Schema = Shape.Text(new("只查询这个区服；省略时依次查询真实区服，默认的在前。", "The region to check. By default the real regions are checked in turn, the default region first."), "cn", longest: 20) });

    private static readonly Component Player = Component.Of("SessionPlayer", SessionJson.Relaxed.SessionPlayerBody, new("token 所属的玩家。", "The player that the token belongs to."),
        new("objectId", Shape.Text(new("游戏云里的编号。", "The id in the game cloud."))),
        new("nickname", Shape.Text(new("昵称。", "The nickname."))),
        new("shortId", Shape.Text(new("短编号。", "The short id."))),
        new("createdAt", Shape.Time(new("账号建立的时间。", "When the player was created."))),
        new("updatedAt", Shape.Time(new("账号最近一次变化。", "When the player last changed."))));

    private static readonly Component Count = Component.Of("ClearCount", SessionJson.Relaxed.ClearCountBody, new("一个难度的成绩数。", "The counts of one difficulty."),
        new("cleared", Shape.Number(new("通过。", "Cleared."), 0)),
        new("fullCombo", Shape.Number(new("全连。", "Full combo."), 0)),
        new("phi", Shape.Number(new("满分。", "Phi."), 0)));

    private static readonly Component ClearCounts = Component.Of("ClearCounts", SessionJson.Relaxed.ClearCountsBody, new("每个难度的成绩数。", "The counts of each difficulty."),
        Member.Of("ez", Count), Member.Of("hd", Count), Member.Of("in", Count), Member.Of("at", Count));

    private static readonly Component Challenge = Component.Of("Challenge", SessionJson.Relaxed.ChallengeBody, new("课题模式。", "The challenge mode."),
        new("rank", Shape.Word(new("颜色。", "The colour."), "none", "white", "green", "blue", "red", "gold", "rainbow")),
        new("level", Shape.Number(new("等级。", "The level."), 0)));

    private static readonly Component Save = Component.Of("Save", SessionJson.Relaxed.ExistingSaveBody, new("最新的云存档；摘要里没有的为空。", "The newest save. Values that its summary does not contain are null."),
        new("exists", new JsonObject { ["type"] = "boolean", ["const"] = true }.Say(new("有存档。", "There is one."))),
        new("savedAt", Shape.Time(new("保存的时间。", "When it was saved."))),
        new("sizeBytes", Shape.Number(new("大小，字节。", "Its size in bytes."), 0)),
        new("saveVersion", Shape.Number(new("存档版本。", "The version of the save."), 0)),
        new("gameVersion", Shape.Number(new("游戏版本。", "The version of the game."), 0)),
        new("rks", new JsonObject { ["type"] = "number" }.Say(new("排名分数。", "The ranking score."))),
        Member.Of("challenge", Challenge),
        new("avatar", Shape.Text(new("头像的名字。", "The name of the avatar."))),
        Member.Of("clearCounts", ClearCounts));

    private static readonly Component NoSave = Component.ByHand("NoSave", new("从没同步过。", "The player never synchronised."),
        new Member("exists", new JsonObject { ["type"] = "boolean", ["const"] = false }.Say(new("没有存档。", "There is none."))));

    private static readonly Component Known = Component.Of("KnownSession", SessionJson.Relaxed.ValidSessionBody, new("有效的 token。", "A valid token."),
        new("valid", new JsonObject { ["type"] = "boolean", ["const"] = true }.Say(new("有效。", "It is valid."))),
        LoginShapes.Region,
        Member.Of("player", Player),
        Member.Of("save", Save, NoSave));

    private static readonly Component Unknown = Component.Of("SessionNotFound", SessionJson.Relaxed.InvalidSessionBody, new("查询过的区服都不存在的 token。", "Token not recognized by any of the regions checked."),
        new("valid", new JsonObject { ["type"] = "boolean", ["const"] = false }.Say(new("无效。", "It is not valid."))),
        new("reason", Shape.Is("session_not_found").Say(new("原因。", "The reason."))));

    private static readonly Component Rotated = Component.Of("RotatedSession", SessionJson.Relaxed.RotatedSessionBody, new("新的 token；旧的全部失效。", "The new token. All older copies are invalid."),
        new("sessionToken", LoginShapes.SessionToken),
        LoginShapes.Region);

    private static readonly Problem[] Trouble =
    [
        .. LoginRoutes.BadBody,
        Problem.ClientCredentialInvalid,
        SessionProblems.Disabled,
        Problem.RateLimited(TimeSpan.FromSeconds(6)),
        Problem.From(new UpstreamException(UpstreamTrouble.Refused, "The game cloud rejected the request.")),
        Problem.From(new UpstreamException(UpstreamTrouble.BadAnswer, "The game cloud sent an invalid response: not a JSON object.")),
        Problem.From(new UpstreamException(UpstreamTrouble.Unreachable, "The game cloud cannot be reached.")),
        Problem.From(new UpstreamException(UpstreamTrouble.TimedOut, "The game cloud did not answer in time.")),
        .. LoginRoutes.AnyTrouble,
    ];

    public static IEnumerable<Operation> Operations => [Inspect, Rotate];

    private static Operation Inspect => About("inspect", "inspectSession",
        new("查询 session token", "Inspect a session token"),
        new("返回是否有效、所属玩家和最新存档的摘要。不保存，也不写日志。", "Returns whether the token is valid, its player and the summary of the newest save. Nothing is stored or logged."))
        .Answers(200, new(new("有效，或者没有区服识别它。", "The token is valid, or no region recognizes it."))
        {
            Contents =
            [
                Content.Of("application/json", Known, ("known", new("有效", "A valid token"), new JsonObject
                {
                    ["valid"] = true,
                    ["region"] = "cn",
                    ["player"] = new JsonObject { ["objectId"] = "exampleexampleexampleexa", ["nickname"] = "Ame", ["shortId"] = "exampl", ["createdAt"] = "2025-01-02T03:04:05Z", ["updatedAt"] = "2026-01-02T03:04:05Z" },
                    ["save"] = new JsonObject { ["exists"] = false },
                })).Or(Content.Of("application/json", Unknown, ("unknown", new("无法识别", "Not recognized"), new JsonObject { ["valid"] = false, ["reason"] = "session_not_found" }))),
            ],
        })
        .Fails(Trouble);

    private static Operation Rotate => About("rotate", "rotateSession",
        new("更换 session token", "Replace a session token"),
        new("所有旧 token 立即失效，游戏也需要重新登录。网关不会自动重试。", "All older copies become invalid at once, and the game has to sign in again. The gateway never retries it."))
        .Answers(200, new(new("已更换。", "The token was rotated."))
        {
            Contents = [Content.Of("application/json", Rotated, ("example", new("示例", "An example"), new JsonObject { ["sessionToken"] = Fake.SessionToken, ["region"] = "cn" }))],
        })
        .Fails([.. Trouble, SessionProblems.SessionNotFound, SessionProblems.RotateOutcomeUnknown]);

    private static Operation About(string what, string id, Phrase summary, Phrase text) => new("POST", $"/api/v1/sessions/{what}", id, Tags.Sessions, summary, text)
    {
        Security = SecuritySchemes.ClientSecretIfRequired,
        Body = new("application/json", Asked, new() { ["sessionToken"] = Fake.SessionToken, ["region"] = "cn" }, new("token 放在请求体里，不放在网址里。", "Send the token in the body, never in a URL.")),
    };
}
