using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using PhigrosLogin.OpenApi.Writing;
using PhigrosLogin.Server.Http;
using PhigrosLogin.Server.Pages;
using PhigrosLogin.Pictures;

namespace PhigrosLogin.OpenApi.Routes;

/// <summary>Logins with a link: <c>/api/v1/logins</c>.</summary>
internal static class LoginRoutes
{
    private const string Logins = "/api/v1/logins";
    private const string OneLogin = $"{Logins}/{{id}}";

    private static readonly Parameter Id = new("path", "id", new("登录的编号。", "The id of the login."), Shape.Text(default, Fake.LoginId), IsRequired: true);
    private static readonly Parameter Wait = new("query", "wait", new("最多等多少秒再回答。", "Holds the answer for at most so many seconds."), Shape.Number(default, 1, 50));
    private static readonly Parameter After = new("query", "after", new("与 wait 一起使用：版本不同于该值时返回，默认是当前版本。", "With wait: return when the version differs from this value (default: the current version)."), Shape.Number(default, 0));
    private static readonly Parameter Lang = new("query", "lang", new("message 的语言；省略时看 Accept-Language，再默认中文。", "The language of message; by default Accept-Language, else Chinese."), Shape.Word(default, "zh", "en"));

    private static readonly Problem StoreUnavailable = Problem.StoreUnavailable("The database of this gateway is unavailable. Retry later.", TimeSpan.FromSeconds(2));
    public static readonly Problem[] AnyTrouble = [Problem.InternalError];
    private static readonly Problem BadQuery = Problem.InvalidRequest("wait must be a whole number from 1 to 50.");
    public static readonly Problem WrongHost = Problem.InvalidRequest("Host header not allowed. Set PublicUrl on the gateway to serve it under a domain name; without it only localhost and IP addresses are accepted.");
    public static readonly Problem[] BadBody =
    [
        Problem.ForeignPage,
        Problem.InvalidRequest("region is unknown here: use cn, global."),
        Problem.InvalidRequest("The body came too slowly.", 408),
        Problem.InvalidRequest("The body is larger than 16 KB.", 413),
        Problem.InvalidRequest("Send the body as JSON, with the header Content-Type: application/json.", 415),
    ];
    private static readonly Problem[] NoCode =
    [
        Problem.From(new UpstreamException(UpstreamTrouble.Refused, "TapTap rejected the request.")),
        Problem.From(new UpstreamException(UpstreamTrouble.BadAnswer, "TapTap sent an invalid response: not a JSON object.")),
        Problem.From(new UpstreamException(UpstreamTrouble.Unreachable, "TapTap cannot be reached.")),
        Problem.From(new UpstreamException(UpstreamTrouble.TimedOut, "TapTap did not answer in time.")),
        Problem.Overloaded("Too many calls to TapTap are waiting.", TimeSpan.FromSeconds(5)),
    ];

    public static IEnumerable<Operation> Operations => [Create, Read, Events, Svg, Png, Text, Result, Acknowledge, Cancel, Move];

    private static Operation Create => new Operation("POST", Logins, "createLogin", Tags.Logins,
        new("创建登录", "Create a login"),
        new("把 loginUrl 发给玩家，用 loginSecret 等结果。此时还没有向 TapTap 要二维码，所以丢了这个响应也没关系。", "Send loginUrl to the player and wait for the result with loginSecret. No code is asked for yet, so a lost answer costs nothing."))
    {
        Security = SecuritySchemes.ClientSecretIfRequired,
        Body = new("application/json", LoginShapes.Create, new() { ["region"] = "cn", ["expiresInSeconds"] = 600, ["requestedBy"] = "Phi bot", ["requestedFor"] = "Ame" }, new("可以省略。", "May be left out."), IsRequired: false),
    }
        .Answers(201, Json(LoginShapes.Created, new("已创建。", "The login was created."), LoginJson.Relaxed.CreatedLoginBody, Fake.Created) with
        {
            Headers = [Header.NoStore, Header.Location],
        })
        .Fails([.. BadBody, Problem.ClientCredentialRequired, Problem.ClientCredentialInvalid, Problem.RateLimited(TimeSpan.FromSeconds(5)), Problem.Overloaded("This gateway has as many logins as it can take. Retry later.", TimeSpan.FromSeconds(5)), StoreUnavailable, .. AnyTrouble]);

    private static Operation Read => new Operation("GET", OneLogin, "getLogin", Tags.Logins,
        new("查询登录状态", "Get login status"),
        new("只要有编号就能看，里面没有凭据。带 wait 可以等到变化再返回，不必轮询。", "Needs the id alone and never holds a credential. With wait it answers when something changes, which spares you polling."))
    {
        Parameters = [Id, Wait, After, new("query", "ensureQr", new("没有二维码时申请一个。", "Requests a QR code if there is none."), Shape.Flag(default)), Lang],
        HasHead = true,
    }
        .Answers(200, Json(LoginShapes.Login, new("现在的状态。", "The state now."), LoginJson.Relaxed.LoginStatusBody, Fake.Status("pending", "Waiting for your scan.", Fake.Qr)))
        .Fails([BadQuery, Problem.LoginNotFound, .. AnyTrouble]);

    private static Operation Events => new Operation("GET", $"{OneLogin}/events", "streamLogin", Tags.Logins,
        new("订阅登录事件", "Stream login events"),
        new("Server-sent events：连上就发一次状态，之后每次变化都发；每 15 秒一个 ping 事件；结束后关闭。每个登录最多 16 条。", "Server-sent events: the status at once and on every change, a ping every 15 s; the stream closes after a final status. At most 16 streams per login."))
    {
        Parameters =
        [
            Id, Lang,
            new("query", "ensureQr", new("没有二维码时申请一个，过期后再申请。", "Requests a QR code whenever there is none."), Shape.Flag(default)),
            new("header", "Last-Event-ID", new("断线前收到的最后一个版本。", "The last version that was seen before the connection broke."), Shape.Text(default, "7")),
        ],
    }
        .Answers(200, new(new("事件流；每个事件的 data 是一个 Login，id 是它的版本。", "A stream of events; the data of each is a Login, its id the version."))
        {
            Headers = [Header.NoStore, new("X-Accel-Buffering", new("让 nginx 不要缓冲。", "Keeps nginx from buffering."), Shape.Is("no"))],
            Contents = [Content.Of("text/event-stream", new JsonObject { ["type"] = "string" }, "event: status\nid: 2\ndata: " + JsonSerializer.Serialize(Fake.Status("scanned", "Scanned. Confirm on your phone."), LoginJson.Relaxed.LoginStatusBody) + "\n\n") with { Components = [LoginShapes.Login], Item = LoginShapes.Login }],
        })
        .Answers(204, new(new("最后的状态已经收到过了，不用再连。", "The final state was seen already; there is nothing to come.")))
        .Fails([Problem.InvalidRequest("ensureQr must be true or false."), Problem.LoginNotFound, Problem.TooManyStreams, .. AnyTrouble]);

    private static Operation Svg => Picture("qr.svg", "getLoginSvg", "image/svg+xml", new("获取二维码（SVG）", "Get the QR code (SVG)"), new() { ["type"] = "string" });

    private static Operation Png => Picture("qr.png", "getLoginPng", "image/png", new("获取二维码（PNG）", "Get the QR code (PNG)"), [],
        new Parameter("query", "scale", new("每个小方块的边长，像素。", "Pixels for the side of one module."), Shape.Number(default, 1, QrPicture.LargestScale, 8)));

    private static Operation Text => Picture("qr.txt", "getLoginText", "text/plain", new("获取二维码（文本）", "Get the QR code (text)"), new() { ["type"] = "string" },
        new Parameter("query", "style", new("终端的底色；ansi 自带颜色。", "The ground that it is drawn for; ansi brings its own colours."), Shape.Word(default, "dark", "light", "ansi")));

    private static Operation Result => new Operation("GET", $"{OneLogin}/result", "getLoginResult", Tags.Logins,
        new("获取结果", "Get the result"),
        new("带 wait 会等到结束。成功后可以反复读到同样的内容，直到确认，或第一次读取后 5 分钟。", "With wait it answers when the login is over. After a success it gives the same bytes again, until it is acknowledged or 5 minutes after the first reading."))
    {
        Parameters = [Id, Wait, Lang],
        Security = [SecuritySchemes.LoginSecret],
    }
        .Answers(200, new Answer(new("现在的状态，成功后带上结果。", "The state, and after a success the result."))
        {
            Contents = [Content.Of("application/json", LoginShapes.Result,
                ("succeeded", new("成功", "A success"), new JsonObject { ["status"] = "succeeded", ["final"] = true, ["message"] = "Done. You can go back to your chat.", ["result"] = Fake.Result }),
                ("pending", new("还没结束", "Not over yet"), new JsonObject { ["status"] = "pending", ["final"] = false, ["message"] = "Waiting for your scan." }))],
        })
        .Fails([BadQuery, Problem.LoginSecretRequired, Problem.LoginNotFound, Problem.AlreadyAcknowledged, Problem.ResultExpired, .. AnyTrouble]);

    private static Operation Acknowledge => new Operation("DELETE", OneLogin, "acknowledgeLogin", Tags.Logins,
        new("确认领取结果，或取消登录", "Acknowledge or cancel"),
        new("保存好 sessionToken 之后调用。可以重复调用。", "Call this after you have stored the token. Idempotent."))
    {
        Parameters = [Id],
        Security = [SecuritySchemes.LoginSecret],
    }
        .Answers(204, new(new("已删除。", "Deleted.")))
        .Fails([WrongHost, Problem.ForeignPage, Problem.LoginSecretRequired, Problem.LoginNotFound, .. AnyTrouble]);

    private static Operation Cancel => new Operation("POST", $"{OneLogin}/cancel", "cancelLogin", Tags.Logins,
        new("取消登录", "Cancel a login"),
        new("只要有编号；pending 或 scanned 时可以。", "Needs the id alone, while the login is pending or scanned."))
    {
        Parameters = [Id, Lang],
    }
        .Answers(200, Json(LoginShapes.Login, new("已取消。", "It is cancelled."), LoginJson.Relaxed.LoginStatusBody, Fake.Status("cancelled", "Cancelled.")))
        .Fails([Problem.InvalidRequest("lang must be zh or en."), Problem.ForeignPage, Problem.LoginNotFound, Problem.TooLateToCancel, .. AnyTrouble]);

    private static Operation Move => new Operation("POST", $"{OneLogin}/region", "moveLogin", Tags.Logins,
        new("更改区服", "Change the region"),
        new("只有打开时没有指定区服、还在 pending、换了不到 5 次时可以。已经显示的码仍然有效。", "Only where the caller named no region, while pending, and at most 5 times. A code that was shown stays good."))
    {
        Parameters = [Id, Lang],
        Body = new("application/json", LoginShapes.Move, new() { ["region"] = "global" }, new("新的区服。", "The new region.")),
    }
        .Answers(200, Json(LoginShapes.Login, new("已更改。", "The region was changed."), LoginJson.Relaxed.LoginStatusBody, Fake.Status("pending", "Waiting for your scan.")))
        .Fails([.. BadBody, Problem.LoginNotFound, Problem.RegionLocked, .. AnyTrouble]);

    private static Operation Picture(string file, string id, string mediaType, Phrase summary, JsonObject schema, params Parameter[] parameters) => new Operation("GET", $"{OneLogin}/{file}", id, Tags.Logins,
        summary,
        new("当前的二维码；没有时申请一个，过期后更换。如果只发送图片而不发送链接，请在创建登录时指定区服。", "The current code, requested if there is none and renewed after its expiry. If you send pictures without a link, name the region when you create the login."))
    {
        Parameters = [Id, .. parameters],
        HasHead = true,
    }
        .Answers(200, new(new("图片。", "The picture."))
        {
            Headers = [Header.NoStore, new("Expires", new("此二维码的过期时间。", "The expiry of this code."), Shape.Text(default, "Fri, 02 Jan 2026 03:09:05 GMT"))],
            Contents = [Content.Of(mediaType, schema)],
        })
        .Fails([parameters is [var parameter] ? Problem.InvalidRequest($"{parameter.Name} cannot be used.") : WrongHost, Problem.LoginNotFound, Problem.LoginFinal, .. NoCode, .. AnyTrouble]);

    private static Answer Json<T>(Component component, Phrase text, JsonTypeInfo<T> type, T example) => new(text)
    {
        Contents = [Content.Of("application/json", component, ("example", new("示例", "An example"), JsonSerializer.SerializeToNode(example, type)!))],
    };
}
