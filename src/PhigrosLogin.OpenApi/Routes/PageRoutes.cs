using System.Text.Json.Nodes;
using PhigrosLogin.OpenApi.Writing;
using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.OpenApi.Routes;

/// <summary>The pages: an answer is HTML or leads on to another page.</summary>
internal static class PageRoutes
{
    private static readonly Parameter Id = new("path", "id", new("登录的编号。", "The id of the login."), Shape.Text(default, Fake.LoginId), IsRequired: true);
    private static readonly Parameter Lang = new("query", "lang", new("页面的语言；省略时看 Accept-Language，再默认中文。", "The language of the page; by default Accept-Language, else Chinese."), Shape.Text(default, "en"));
    private static readonly Component RegionForm = Component.ByHand("RegionForm", new("选择的区服。", "The chosen region."), new Member("region", Shape.Text(new("区服。", "The region."), "cn")));
    private static readonly Component CodeForm = Component.ByHand("CodeForm", new("输入的代码。", "The typed code."), new Member("user_code", Shape.Text(new("8 个字母，可以有横线。", "Eight letters, with or without a dash."), "BCDF-GHJK")));
    private static readonly Component EmptyForm = Component.ByHand("EmptyForm", new("没有内容的表单。", "A form without fields."));

    public static IEnumerable<Operation> Operations =>
    [
        Page("GET", "/", "startPage", new("首页", "The start page"), new("介绍网关，玩家可在这里为自己登录。", "Introduces the gateway. Players sign in for themselves here.")).Shows(),
        (Page("POST", "/", "beginOwnLogin", new("为自己登录", "Begin your own login"), new("创建一个登录，只有这个浏览器能看到结果。", "Creates a login whose result only this browser can see.")) with { Body = Form(RegionForm, new() { ["region"] = "cn" }) }).LeadsOn().Fails(400, 401, 403, 408, 413, 415, 429, 503),
        Page("GET", "/l", "codePage", new("输入代码的页面", "The page for a typed code"), new("玩家在这里输入 8 位代码。", "A player types a code of eight letters here.")).Shows(),
        (Page("POST", "/l", "takeCode", new("提交代码", "Send a typed code"), new("转到代码对应的登录。", "Leads to the login behind the code.")) with { Body = Form(CodeForm, new() { ["user_code"] = "BCDF-GHJK" }) }).LeadsOn().Fails(400, 403, 404, 408, 413, 415, 429),
        Page("GET", "/l/{id}", "loginPage", new("一个登录的页面", "The page of a login"), new("机器人发给玩家的链接：二维码、请求方和取消按钮。", "The page behind a bot's link: the QR code, the requester and a button to cancel."), Id).Shows().Fails(404),
        (Page("GET", "/l/{id}/open", "openTapTap", new("转到 TapTap", "On to TapTap"), new("点击时才获取二维码，然后转到 TapTap 的页面。", "Requests a code at the click and redirects to TapTap's page."), Id) with { HasHead = false }).LeadsOn().Fails(404, 502, 503, 504),
        (Page("POST", "/l/{id}/cancel", "cancelFromPage", new("从页面取消", "Cancel from the page"), new("取消后回到登录页。", "Cancels and leads back to the page."), Id) with { Body = Form(EmptyForm, []) }).LeadsOn().Fails(400, 403, 404, 408, 409, 413, 415),
        (Page("POST", "/l/{id}/region", "moveFromPage", new("从页面换区服", "Change the region from the page"), new("换区服后回到登录页。", "Goes on in the other region and leads back to the page."), Id) with { Body = Form(RegionForm, new() { ["region"] = "global" }) }).LeadsOn().Fails(400, 403, 404, 408, 409, 413, 415),
        Asset,
    ];

    private static Operation Asset => (Page("GET", "/assets/{name}", "asset", new("页面用到的文件", "A file of the pages"), new("样式、脚本和图标；名字里有内容的哈希，可以永久缓存。", "Styles, script and icon; a name holds the hash of its content and may be kept for ever."),
        new Parameter("path", "name", new("文件名。", "The file's name."), Shape.Text(default, "app.000000000000.css"), IsRequired: true)) with { HasHead = true })
        .Answers(200, new(new("文件内容。", "The file."))
        {
            Headers = [GatewayRoutes.Kept, GatewayRoutes.ETag],
            Contents = [.. ((string[])["text/css", "text/javascript", "image/svg+xml"]).Select(type => Content.Of(type, new JsonObject { ["type"] = "string" }))],
        })
        .Answers(304, GatewayRoutes.Unchanged)
        .Fails(404);

    public static Operation WrongHost(this Operation operation) => operation.Fails(400);

    private static Operation Page(string method, string path, string id, Phrase summary, Phrase text, params Parameter[] parameters) =>
        new Operation(method, path, id, Tags.Pages, summary, text) { Parameters = [.. parameters, Lang], HasHead = method == "GET" }.Fails(500).Fails(method == "GET" ? [400] : []);

    private static RequestBody Form(Component form, JsonObject example) => new("application/x-www-form-urlencoded", form, example, new("网页表单。", "A form."));

    private static Operation Shows(this Operation operation) => operation.Answers(200, Html(new("网页。", "The page.")));

    private static Operation LeadsOn(this Operation operation) =>
        operation.Answers(303, new(new("转到下一页。", "On to the next page.")) { Headers = [Header.NoStore, Header.Location] });

    private static Operation Fails(this Operation operation, params IEnumerable<int> statuses) => statuses.Aggregate(operation, (whole, status) => whole.Answers(status, Html(status switch
    {
        400 => new("请求无效。", "The request is invalid."),
        401 => new("这个网关的登录由机器人或网站发起。", "On this gateway a bot or a site starts logins."),
        429 => new("请求太频繁，请稍后再试。", "Too many requests. Retry later."),
        403 => new("表单是从别的网站发来的。", "The form was sent from another site."),
        404 => new("页面不存在，或者登录已删除。", "The page does not exist, or the login was deleted."),
        408 => new("接收表单超时。", "The form was sent too slowly."),
        409 => new("登录的当前状态不允许此操作。", "The state of the login does not allow this."),
        413 => new("表单超过 16 KB。", "The form is larger than 16 KB."),
        415 => new("不是表单。", "The body is not a form."),
        500 => new("网关内部错误。", "Internal gateway error."),
        502 => new("TapTap 拒绝了请求，或者返回了无效的响应。", "TapTap rejected the request or sent an invalid response."),
        503 => new("网关繁忙，或者 TapTap 没有响应。", "The gateway is busy, or TapTap does not respond."),
        504 => new("TapTap 响应超时。", "TapTap did not answer in time."),
        _ => throw new ArgumentOutOfRangeException(nameof(statuses)),
    }) with { Name = $"Page{status}", Headers = status is 429 or (>= 502 and <= 504) ? [Header.NoStore, Header.RetryAfter] : status == 401 ? [Header.NoStore, Header.Authenticate] : [Header.NoStore] }));

    private static Answer Html(Phrase text) => new(text) { Contents = [Content.Of("text/html", new JsonObject { ["type"] = "string" })] };
}
