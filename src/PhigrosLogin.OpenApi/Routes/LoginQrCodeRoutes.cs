using PhigrosLogin.OpenApi.Writing;
using PhigrosLogin.Server.Http;
using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.OpenApi.Routes;

/// <summary>The LoginQrCode API: <c>/api/LoginQrCode</c>.</summary>
internal static class LoginQrCodeRoutes
{
    private const string Api = "/api/LoginQrCode";
    private const string Refusal = """{"data":{"code":-1,"msg":"请求错误","error":"invalid_grant_code","error_description":"oauth2.tapapis.com.INVALID_GRANT_CODE: InvalidArgument: the provided access grant is invalid, expired, or revoked"},"now":1723259060,"success":false}""";

    private static readonly Parameter Region = new("query", "region", new("cn、global，打开练习区时还有 sandbox；省略时看请求体，再用默认区服。", "cn, global, or sandbox where that is on; by default the region of the body, else the default region."), Shape.Text(default, "cn"));

    public static IEnumerable<Operation> Operations =>
    [
        NewCode, Check, Profile,
        Token($"{Api}/GetPhigrosToken", "getPhigrosToken", new("换取 session token", "Get the session token")),
        Token("/LoginQrCode/GetPhigrosToken", "getPhigrosTokenShort", new("换取 session token（文档步骤里的写法）", "Get the session token, as the document's list of steps writes it")),
    ];

    private static Operation NewCode => new Operation("GET", $"{Api}/GetNewQrCode", "getNewQrCode", Tags.LoginQrCode,
        new("第一步：获取二维码", "Step 1: get a QR code"),
        new("把 url 画成二维码给玩家扫，或在手机上作为链接打开。整个响应留着，下一步要用。", "Show url to the player as a QR picture, or as a link on a phone. Keep the whole answer for the next step."))
    {
        Parameters = [Region],
        Security = SecuritySchemes.ClientSecretIfRequired,
    }
        .Answers(200, new(new("新的二维码。", "A new code.")) { Contents = [Content.Of("application/json", LoginQrCodeShapes.NewQrCode, ("example", new("示例", "An example"), LoginQrCodeShapes.QrCodeExample))] })
        .Fails(400, LoginQrCodeError.RequestError, "region is unknown here: use cn, global.", new("没有这个区服。", "The region is unknown."))
        .Fails(500, LoginQrCodeError.LoginOtherError, "TapTap did not answer in time.", new("TapTap 没有返回二维码：请求被拒绝、超时或响应无效。", "TapTap returned no code: it rejected the request, timed out or sent an invalid response."), hasRetryAfter: true)
        .FailsAsStart()
        .FailsAsAnything();

    private static Operation Check => new Operation("POST", $"{Api}/CheckQRCode", "checkQrCode", Tags.LoginQrCode,
        new("第二步：查询玩家是否已确认", "Step 2: check whether the player has confirmed"),
        new("每隔 interval 秒轮询一次；更频繁也可以，网关轮询 TapTap 的频率不变。成功后，在二维码过期之前再次请求会返回同样的内容。", "Poll every interval seconds. You may poll more often; the gateway does not poll TapTap sooner. After a success the response is the same until the code expires."))
    {
        Parameters = [Region],
        Security = SecuritySchemes.ClientSecretIfRequired,
        Body = new("application/json", LoginQrCodeShapes.PostedQrCode, LoginQrCodeShapes.QrCodeExample, new("第一步的响应，原样。", "The response of step 1, unchanged.")),
    }
        .Answers(200, new(new("玩家已确认。", "The player has confirmed.")) { Contents = [Content.Of("application/json", LoginQrCodeShapes.CheckedCode, ("confirmed", new("已确认", "Confirmed"), Fake.CheckedCode))] })
        .Answers(200, Errors.Of(LoginQrCodeError.LoginProcessNotDone, "", new("尚未确认，请稍后再查询。", "Not confirmed yet. Poll again."), "Login progress not done"))
        .FailsAsBody()
        .Fails(500, LoginQrCodeError.LoginOtherError, Refusal, new("玩家拒绝了，或者码过期、用过、不存在。", "The player refused, or the code is expired, used or unknown."))
        .FailsAsStart()
        .FailsAsAnything();

    private static Operation Profile => new Operation("POST", $"{Api}/GetTapTapProfile", "getTapTapProfile", Tags.LoginQrCode,
        new("第三步（可选）：看 TapTap 资料", "Step 3, if you want the name: get the TapTap profile"),
        new("想知道玩家的昵称和头像时用。", "For the player's name and avatar."))
    {
        Parameters = [Region],
        Security = SecuritySchemes.ClientSecretIfRequired,
        Body = PostedToken,
    }
        .Answers(200, new(new("TapTap 资料。", "The profile.")) { Contents = [Content.Of("application/json", LoginQrCodeShapes.Profile, ("example", new("示例", "An example"), LoginQrCodeShapes.ProfileExample))] })
        .FailsAsBody()
        .Fails(500, LoginQrCodeError.GetProfileError, "TapTap refused: invalid_grant.", new("TapTap 拒绝了这个令牌，或没有响应。", "TapTap refused the token or cannot be reached."))
        .FailsAsStart()
        .FailsAsAnything();

    private static Operation Token(string path, string id, Phrase summary) => new Operation("POST", path, id, Tags.LoginQrCode,
        new($"第四步：{summary.Chinese}", $"Step 4: {Lower(summary.English)}"),
        new("响应正文就是 25 个字符的 session token，等同于密码。", "The body is the session token of 25 characters. Treat it like a password."))
    {
        Parameters = [Region],
        Security = SecuritySchemes.ClientSecretIfRequired,
        Body = PostedToken,
    }
        .Answers(200, new(new("session token。", "The session token.")) { Contents = [Content.Of("text/plain", LoginShapes.SessionToken, Fake.SessionToken)] })
        .FailsAsBody()
        .Fails(500, LoginQrCodeError.GetProfileError, "TapTap did not answer in time.", new("TapTap 拒绝了这个令牌，或没有响应。", "TapTap refused the token or cannot be reached."))
        .Fails(500, LoginQrCodeError.LCLoginError, "This TapTap account has never played Phigros in this region: play once and let the game sign in, or try the other region.", new("游戏云拒绝、没有响应，或这个区服没有账号。", "The game cloud refused or cannot be reached, or there is no player in this region."))
        .FailsAsStart()
        .FailsAsAnything();

    private static RequestBody PostedToken => new("application/json", LoginQrCodeShapes.PostedToken, Fake.CheckedCode, new("完成后的第二步响应，原样。", "The answer of a finished step 2, as it came."));

    private static Operation FailsAsBody(this Operation operation) => operation
        .Fails(400, LoginQrCodeError.RequestError, "deviceCode is missing: send the answer of GetNewQrCode as it came.", new("请求体或区服用不了，error 会指出是哪一项。", "The body or the region cannot be used; error names what."))
        .Fails(408, LoginQrCodeError.RequestError, "The body came too slowly.", new("请求体来得太慢。", "The body came too slowly."))
        .Fails(413, LoginQrCodeError.RequestError, "The body is larger than 16 KB.", new("请求体超过 16 KB。", "The body is larger than 16 KB."))
        .Fails(415, LoginQrCodeError.RequestError, "Send the body as JSON, with the header Content-Type: application/json.", new("请求体不是 application/json。", "The body is not application/json."));

    private static Operation FailsAsStart(this Operation operation) => operation
        .Fails(429, LoginQrCodeError.Unspecified, "Too many requests from your IP address, or from all anonymous callers together. Wait for the time given in Retry-After.", new("太频繁了，请按 Retry-After 稍等。", "Too often; wait as Retry-After says."), hasRetryAfter: true);

    private static Operation FailsAsAnything(this Operation operation) => operation
        .Fails(403, LoginQrCodeError.RequestError, Problem.ForeignPage.Message, new("请求来自其他网站的页面。", "A page of another site sent this request."))
        .Fails(401, LoginQrCodeError.Unspecified, "Send a key of this gateway in the header X-Api-Key; its operator gives them out.", new("需要 X-Api-Key。", "A key is needed in X-Api-Key."))
        .Fails(500, LoginQrCodeError.Unspecified, "The gateway encountered an internal error. Its operator can find the cause in the log.", new("网关内部错误。", "Internal gateway error."))
        .Fails(503, LoginQrCodeError.Unspecified, "Too many logins begin at once: try again in a moment.", new("太忙了，请按 Retry-After 稍等。", "Too busy; wait as Retry-After says."), hasRetryAfter: true);

    private static string Lower(string text) => char.ToLowerInvariant(text[0]) + text[1..];
}
