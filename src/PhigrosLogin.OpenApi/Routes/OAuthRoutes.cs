using System.Text.Json;
using System.Text.Json.Nodes;
using PhigrosLogin.OpenApi.Writing;
using PhigrosLogin.Server.Http;
using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.OpenApi.Routes;

/// <summary>The OAuth 2.0 device grant.</summary>
internal static class OAuthRoutes
{
    private const string Grant = "urn:ietf:params:oauth:grant-type:device_code";
    private const string DeviceCode = $"{Fake.LoginId}.{Fake.LoginSecret}";

    private static readonly Member ClientId = new("client_id", Shape.Text(new("客户端的名字，会给玩家看；有密钥时是密钥的名字。", "The client's name, which the player sees; where there are keys, the name of one."), "phi-bot", longest: 80));
    private static readonly Member ClientSecret = new("client_secret", Shape.Text(new("有密钥时：密钥。", "Where there are keys: the key.")), IsOptional: true);

    private static readonly Component Metadata = Component.Of("OAuthMetadata", OAuthJson.Relaxed.OAuthMetadata,
        new("OAuth 库自己会读的元数据（RFC 8414）。", "What a library finds out by itself (RFC 8414)."),
        new("issuer", Shape.Link(new("网关的地址。", "The gateway."), "https://gate.example")),
        new("device_authorization_endpoint", Shape.Link(new("开始登录。", "Where a login begins."), "https://gate.example/oauth/device_authorization")),
        new("token_endpoint", Shape.Link(new("领取 token。", "Where the token is asked for."), "https://gate.example/oauth/token")),
        new("grant_types_supported", Words(new("支持的授权方式。", "The grants."))),
        new("response_types_supported", Words(new("空的：没有授权页面。", "Empty: there is no authorization endpoint."))),
        new("token_endpoint_auth_methods_supported", Words(new("客户端如何证明身份。", "How clients authenticate."))));

    private static readonly Component Begun = Component.Of("DeviceAuthorization", OAuthJson.Relaxed.DeviceAuthorizationBody,
        new("刚开始的登录。", "A login that has begun."),
        new("device_code", Shape.Text(new("领取 token 用，不要给别人。", "For the token endpoint; keep it."), DeviceCode, "^[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}$")),
        new("user_code", Shape.Text(new("玩家在 /l 输入的代码。", "What the player types at /l."), "BCDFGHJK", "^[BCDFGHJKLMNPQRSTVWXZ]{8}$")),
        new("verification_uri", Shape.Link(new("输入代码的页面。", "The page for the code."), "https://gate.example/l")),
        new("verification_uri_complete", Shape.Link(new("不用输入代码的链接。", "The link that needs no code."), $"https://gate.example/l/{Fake.LoginId}")),
        new("expires_in", Shape.Number(new("有效期，秒。", "How long it lives, in seconds."), 1)),
        new("interval", Shape.Number(new("两次询问之间至少多少秒。", "The least time between two questions, in seconds."), 1)));

    private static readonly Component Token = Component.Of("OAuthToken", OAuthJson.Relaxed.TokenBody,
        new("登录的结果。", "What the login was for."),
        new("access_token", LoginShapes.SessionToken),
        new("token_type", Shape.Is("Bearer").Say(new("固定为 Bearer。", "Always Bearer."))),
        new("scope", Shape.Is("public_profile").Say(new("授权范围。", "What was granted."))),
        LoginShapes.Region,
        Member.Of("player", LoginShapes.Player));

    private static readonly Component BeginForm = Component.ByHand("DeviceAuthorizationForm", new("开始登录的表单。", "The form that begins a login."),
        ClientId,
        new("scope", Shape.Text(new("可以省略。", "May be left out."), "public_profile"), IsOptional: true),
        LoginShapes.Region.Optional,
        ClientSecret);

    private static readonly Component TokenForm = Component.ByHand("TokenForm", new("领取 token 的表单。", "The form that asks for the token."),
        new("grant_type", Shape.Is(Grant).Say(new("固定的授权方式。", "The grant."))),
        new("device_code", Shape.Text(new("开始登录时得到的 device_code。", "The device_code of the login."), DeviceCode)),
        ClientId,
        ClientSecret);

    public static IEnumerable<Operation> Operations => [Describe, Begin, Ask];

    private static Operation Describe => new Operation("GET", "/.well-known/oauth-authorization-server", "getOAuthMetadata", Tags.OAuth,
        new("OAuth 元数据", "The OAuth metadata"),
        new("把网关地址交给 OAuth 库，它会自己来读这里。", "OAuth libraries read this from the gateway's address."))
    {
        HasHead = true,
    }
        .Answers(200, new(new("元数据。", "The metadata."))
        {
            Contents = [Content.Of("application/json", Metadata, ("example", new("示例", "An example"), JsonSerializer.SerializeToNode(new OAuthMetadata
            {
                Issuer = "https://gate.example",
                DeviceAuthorizationEndpoint = "https://gate.example/oauth/device_authorization",
                TokenEndpoint = "https://gate.example/oauth/token",
                GrantTypesSupported = [Grant],
                ResponseTypesSupported = [],
                TokenEndpointAuthMethodsSupported = ["none"],
            }, OAuthJson.Relaxed.OAuthMetadata)!))],
        })
        .FailsAsOAuth(400, "invalid_request", "This gateway has no PublicUrl, so it answers under localhost and under its address only.", new("Host 标头不被接受。", "the Host header is not accepted."))
        .FailsAsOAuth(500, "server_error", "Internal gateway error.", new("网关内部错误。", "internal gateway error."));

    private static Operation Begin => new Operation("POST", "/oauth/device_authorization", "beginDeviceGrant", Tags.OAuth,
        new("开始登录", "Begin a login"),
        new("把 verification_uri_complete 发给玩家，或让玩家在 /l 输入 user_code。", "Send verification_uri_complete to the player, or have them type user_code at /l."))
    {
        Security = SecuritySchemes.ClientIfAny,
        Body = new("application/x-www-form-urlencoded", BeginForm, new() { ["client_id"] = "phi-bot", ["scope"] = "public_profile", ["region"] = "cn" }, new("OAuth 库会填好。", "A library fills it in.")),
    }
        .Answers(200, new(new("登录开始了。", "The login has begun."))
        {
            Contents = [Content.Of("application/json", Begun, ("example", new("示例", "An example"), JsonSerializer.SerializeToNode(new DeviceAuthorizationBody
            {
                DeviceCode = DeviceCode,
                UserCode = "BCDFGHJK",
                VerificationUri = "https://gate.example/l",
                VerificationUriComplete = $"https://gate.example/l/{Fake.LoginId}",
                ExpiresIn = 600,
                Interval = 3,
            }, OAuthJson.Relaxed.DeviceAuthorizationBody)!))],
        })
        .FailsAsOAuth(400, "invalid_scope", "scope must be words of printable ASCII.", new("scope 含有无效字符。", "scope contains invalid characters."))
        .FailsAsForm()
        .FailsAsOAuth(429, "temporarily_unavailable", "Your address has asked for this too often.", new("太频繁了，请按 Retry-After 稍等。", "too often; wait as Retry-After says."));

    private static Operation Ask => new Operation("POST", "/oauth/token", "askForToken", Tags.OAuth,
        new("领取 token", "Ask for the token"),
        new("每隔 interval 秒问一次，直到不再是 authorization_pending。结果可以反复读到，和带链接的登录一样。", "Ask every interval seconds until the answer is not authorization_pending. The token can be read again, as the result of a login with a link can."))
    {
        Security = SecuritySchemes.ClientIfAny,
        Body = new("application/x-www-form-urlencoded", TokenForm, new() { ["grant_type"] = Grant, ["device_code"] = DeviceCode, ["client_id"] = "phi-bot" }, new("OAuth 库会填好。", "A library fills it in.")),
    }
        .Answers(200, new(new("access_token 就是 session token。", "The access token is the session token."))
        {
            Contents = [Content.Of("application/json", Token, ("example", new("示例", "An example"), new JsonObject
            {
                ["access_token"] = Fake.SessionToken, ["token_type"] = "Bearer", ["scope"] = "public_profile", ["region"] = "cn", ["player"] = Fake.Result["player"]!.DeepClone(),
            }))],
        })
        .FailsAsOAuth(400, "authorization_pending", "The player is not done yet.", new("玩家尚未完成，请稍后再轮询。", "the player has not finished; poll again."))
        .FailsAsOAuth(400, "slow_down", "The interval is 5 seconds longer from now on.", new("轮询太快，间隔增加 5 秒。", "polled too soon; the interval grows by 5 s."))
        .FailsAsOAuth(400, "access_denied", "cancelled", new("玩家拒绝、取消，或登录失败；原因在 error_description。", "the player refused or cancelled, or the login failed; the reason is in error_description."))
        .FailsAsOAuth(400, "expired_token", "The time for this login is over: begin another one.", new("已过期，请重新开始。", "the login has expired; begin another one."))
        .FailsAsOAuth(400, "invalid_grant", "There is no such device code for this client, or it was acknowledged or forgotten since.", new("没有这个 device_code，或者已确认、已删除。", "the device code does not exist, or was acknowledged or deleted."))
        .FailsAsOAuth(400, "unsupported_grant_type", $"grant_type must be {Grant}.", new("只支持设备授权。", "only the device grant is supported."))
        .FailsAsForm();

    private static Operation FailsAsForm(this Operation operation) => operation
        .FailsAsOAuth(400, "invalid_request", "client_id is missing.", new("表单内容无效。", "the form is invalid."))
        .FailsAsOAuth(401, "invalid_client", "client_id must be a registered client of this gateway and client_secret its secret.", new("client_secret 不正确，或者不应发送 Authorization 标头。", "client_secret is wrong, or an Authorization header was sent although none is expected."))
        .FailsAsOAuth(403, "invalid_request", Problem.ForeignPage.Message, new("请求来自其他网站的页面。", "a page of another site sent this request."))
        .FailsAsOAuth(408, "invalid_request", "The body came too slowly.", new("接收表单超时。", "the form was sent too slowly."))
        .FailsAsOAuth(413, "invalid_request", "The body is larger than 16 KB.", new("表单超过 16 KB。", "the form is larger than 16 KB."))
        .FailsAsOAuth(415, "invalid_request", "Send a form: Content-Type: application/x-www-form-urlencoded.", new("不是表单。", "the body is not a form."))
        .FailsAsOAuth(500, "server_error", "Internal gateway error.", new("网关内部错误。", "internal gateway error."))
        .FailsAsOAuth(503, "temporarily_unavailable", "This gateway has as many logins under way as it can take: try again later.", new("太忙了，请按 Retry-After 稍等。", "too busy; wait as Retry-After says."));

    private static JsonObject Words(Phrase text) => new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } }.Say(text);
}
