using System.Text.Json.Nodes;
using PhigrosLogin.OpenApi.Writing;
using PhigrosLogin.Server.Http;
using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.OpenApi.Routes;

/// <summary>What the gateway says of itself.</summary>
internal static class GatewayRoutes
{
    public static readonly Header ETag = new("ETag", new("内容的哈希。", "The hash of the content."), Shape.Text(default, "\"0123456789ab\"", "^\"[0-9a-f]{12}\"$"));

    public static readonly Header Kept = new("Cache-Control", new("可以保存多久。", "How long it may be kept."), Shape.Word(default, "public, max-age=31536000, immutable", "no-cache"));

    public static readonly Answer Unchanged = new(new("内容未变。", "Not modified.")) { Headers = [Kept, ETag] };

    private static readonly Parameter Lang = new("query", "lang", new("页面的语言；省略时看 Accept-Language，再默认中文。", "The language of the page; by default Accept-Language, else Chinese."), Shape.Text(default, "en"));

    public static IEnumerable<Operation> Operations =>
    [
        Regions,
        Health("live", "isAlive", new("存活检查", "Liveness check"), new("返回一个词，不访问其他服务。", "One word. No other service is called."), "alive"),
        Health("ready", "isReady", new("就绪检查", "Readiness check"),
            new("返回一个词。degraded 也表示可以接收请求：某个区服或共用的存储异常，或者本机时钟不准，换一个实例也没有帮助。", "One word. degraded also means ready: a region or the shared store has a problem, or this machine's clock is off, and another instance would not help."),
            "ready", "degraded").Answers(503, Word(new("不要再转发新的请求：draining 会继续服务一段时间（Drain），stopping 立即结束。", "Route no new requests here: draining continues to serve for a while (Drain), stopping ends now."), "draining", "stopping")),
        Kept200(new Operation("GET", "/openapi/v1.json", "getOpenApi", Tags.Gateway, new("这份文档", "This document"), new("OpenAPI 3.1，给程序和代码生成器。", "OpenAPI 3.1, for programs and code generators.")) { HasHead = true }, "application/json", new JsonObject { ["type"] = "object" }).Fails(LoginRoutes.WrongHost),
        Kept200(new Operation("GET", "/docs", "docsPage", Tags.Gateway, new("API 文档页面", "The API documentation page"), new("内容与 OpenAPI 文档相同，以网页显示。", "The content of the OpenAPI document as a web page.")) { Parameters = [Lang], HasHead = true }, "text/html", new JsonObject { ["type"] = "string" }).WrongHost(),
    ];

    private static readonly Component Region = Component.Of("Region", SessionJson.Relaxed.RegionBody,
        new("一个区服最近几分钟的状况，根据真实请求统计。", "The state of a region in the last minutes, measured on real requests."),
        new("name", Shape.Text(new("区服。", "The region."), "cn")),
        new("default", Shape.Flag(new("是不是默认区服。", "Whether it is the default."))),
        new("status", Shape.Word(new("状况。", "The state of the region."), "ok", "degraded", "down")),
        new("since", Shape.Time(new("从什么时候起。", "Since when."))),
        new("latencyMs", Shape.Number(new("响应时间，毫秒；没有请求时为空。", "Response time in milliseconds; null without requests."), 0)),
        new("successRate", Shape.Real(
            new("成功的比例；没有请求时为空。", "The share of successful requests; null without requests."), 0, 1)),
        new("cause", Shape.Word(
            new("故障来源：TapTap 或游戏云；正常时为空。游戏云不可用时，只有 LoginQrCode API 还给出新的二维码。",
                "The source of the problem; null if there is none. While the cloud is down, only the LoginQrCode API gives new QR codes."),
            "taptap", "cloud")),
        new("problem", Shape.Word(
            new("故障类型：无法连接、太慢、上游自身出错、被防火墙拦截、响应无法识别；正常时为空。",
                "The kind of problem: no connection, a timeout, errors of the upstream, a firewall in front of it, an invalid response; null if there is none."),
            "unreachable", "slow", "errors", "blocked", "bad_response")));

    private static Operation Regions => new Operation("GET", "/api/v1/regions", "getRegions", Tags.Gateway,
        new("区服的状况", "Get the state of the regions"),
        new("默认区服在前。查询不会访问 TapTap。", "The default region comes first. The request calls no upstream."))
        .Answers(200, new(new("所有区服。", "All regions."))
        {
            Contents = [Content.Of("application/json", new JsonObject { ["type"] = "array", ["items"] = Region.Ref() }, new JsonArray(new JsonObject
            {
                ["name"] = "cn", ["default"] = true, ["status"] = "ok", ["since"] = "2026-01-02T03:04:05Z",
                    ["latencyMs"] = 120, ["successRate"] = 0.998, ["cause"] = null, ["problem"] = null,
            })) with { Components = [Region] }],
        })
        .Fails([LoginRoutes.WrongHost, .. LoginRoutes.AnyTrouble]);

    private static Operation Health(string name, string id, Phrase summary, Phrase description, params string[] words) =>
        new Operation("GET", $"/health/{name}", id, Tags.Gateway, summary, description) { HasHead = true }
            .Answers(200, Word(new("是。", "Yes."), words))
            .Fails(LoginRoutes.WrongHost);

    private static Answer Word(Phrase text, params string[] words) => new(text) { Contents = [Content.Of("text/plain", words is [var only] ? Shape.Is(only) : Shape.Word(default, words))] };

    private static Operation Kept200(Operation operation, string mediaType, JsonObject schema) => operation
        .Answers(200, new(new("文档。", "The document.")) { Headers = [Kept, ETag], Contents = [Content.Of(mediaType, schema)] })
        .Answers(304, Unchanged);
}
