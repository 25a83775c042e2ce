using System.Text.Json.Nodes;
using PhigrosLogin.OpenApi.Writing;
using PhigrosLogin.Server.Http;
using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.OpenApi.Doors;

/// <summary>What the gateway says of itself.</summary>
internal static class SelfDoor
{
    public static readonly Header ETag = new("ETag", new("内容的哈希。", "The hash of the content."), Shape.Text(default, "\"0123456789ab\"", "^\"[0-9a-f]{12}\"$"));

    public static readonly Header Kept = new("Cache-Control", new("可以保存多久。", "How long it may be kept."), Shape.Word(default, "public, max-age=31536000, immutable", "no-cache"));

    public static readonly Answer Unchanged = new(new("与已有的相同。", "It is what the caller has.")) { Headers = [Kept, ETag] };

    private static readonly Parameter Lang = new("query", "lang", new("页面的语言；省略时看 Accept-Language，再默认中文。", "The language of the page; by default Accept-Language, else Chinese."), Shape.Text(default, "en"));

    public static IEnumerable<Operation> Operations =>
    [
        Regions,
        Health("live", "isAlive", new("进程还活着吗", "Whether the process is alive"), new("一个词。不会去问任何别的服务。", "One word. Nobody is asked for it."), "alive"),
        Health("ready", "isReady", new("可以接请求吗", "Whether it should be sent callers"),
            new("一个词。degraded 也表示可以接请求：某个区服或共用的存储没有正常响应，或者本机时钟不准，换一个实例也不会更好。", "One word. degraded is a yes, too: a region or the shared store is not answering as it should, or this machine's clock is off, and another instance would do no better."),
            "ready", "degraded").Answers(503, Word(new("不要再发新的请求过来：draining 还会照常服务一段时间（Drain），stopping 马上结束。", "Send no more callers: draining serves on for a while (Drain), stopping ends now."), "draining", "stopping")),
        Kept200(new Operation("GET", "/openapi/v1.json", "getOpenApi", Tags.Gateway, new("这份文档", "This document"), new("OpenAPI 3.1，给程序和代码生成器。", "OpenAPI 3.1, for programs and generators.")) { HasHead = true }, "application/json", new JsonObject { ["type"] = "object" }).Fails(LinkDoor.WrongHost),
        Kept200(new Operation("GET", "/docs", "docsPage", Tags.Gateway, new("给人看的文档", "The same for people"), new("同样的内容，写成网页。", "The same as a page.")) { Parameters = [Lang], HasHead = true }, "text/html", new JsonObject { ["type"] = "string" }).WrongHost(),
    ];

    private static readonly Component Region = Component.Of("Region", SessionJson.Relaxed.RegionBody,
        new("一个区服最近几分钟的状况，来自真实的请求。", "How a region has been answering in the last minutes, from what was asked of it anyway."),
        new("name", Shape.Text(new("区服。", "The region."), "cn")),
        new("default", Shape.Flag(new("是不是默认区服。", "Whether it is the default."))),
        new("status", Shape.Word(new("状况。", "How it is doing."), "ok", "degraded", "down")),
        new("since", Shape.Time(new("从什么时候起。", "Since when."))),
        new("latencyMs", Shape.Number(new("响应时间，毫秒；没有请求时为空。", "How long answers take, in milliseconds; null when nothing was asked."), 0)),
        new("successRate", Shape.Real(
            new("成功的比例；没有请求时为空。", "The part that went well; null when nothing was asked."), 0, 1)),
        new("cause", Shape.Word(
            new("由谁造成：TapTap 或游戏云；正常时为空。游戏云不可用时，只有 LoginQrCode API 还给出新的二维码。",
                "Who makes it so; null while all is well. While the cloud is down, only the LoginQrCode API gives new QR codes."),
            "taptap", "cloud")),
        new("problem", Shape.Word(
            new("怎样出错：连不上、太慢、上游自身出错、被防火墙拦截、响应无法识别；正常时为空。",
                "How it fails: no connection, no answer in time, errors of its own, a firewall in front of it, an answer that cannot be read; null while all is well."),
            "unreachable", "slow", "errors", "blocked", "bad_response")));

    private static Operation Regions => new Operation("GET", "/api/v1/regions", "getRegions", Tags.Gateway,
        new("区服的状况", "How the regions are doing"),
        new("默认区服在前。看它不会打扰 TapTap。", "The default comes first. Looking asks nobody anything."))
        .Answers(200, new(new("所有区服。", "All regions."))
        {
            Contents = [Content.Of("application/json", new JsonObject { ["type"] = "array", ["items"] = Region.Ref() }, new JsonArray(new JsonObject
            {
                ["name"] = "cn", ["default"] = true, ["status"] = "ok", ["since"] = "2026-01-02T03:04:05Z",
                    ["latencyMs"] = 120, ["successRate"] = 0.998, ["cause"] = null, ["problem"] = null,
            })) with { Components = [Region] }],
        })
        .Fails([LinkDoor.WrongHost, .. LinkDoor.AnyTrouble]);

    private static Operation Health(string name, string id, Phrase summary, Phrase description, params string[] words) =>
        new Operation("GET", $"/health/{name}", id, Tags.Gateway, summary, description) { HasHead = true }
            .Answers(200, Word(new("是。", "Yes."), words))
            .Fails(LinkDoor.WrongHost);

    private static Answer Word(Phrase text, params string[] words) => new(text) { Contents = [Content.Of("text/plain", words is [var only] ? Shape.Is(only) : Shape.Word(default, words))] };

    private static Operation Kept200(Operation operation, string mediaType, JsonObject schema) => operation
        .Answers(200, new(new("文档。", "The document.")) { Headers = [Kept, ETag], Contents = [Content.Of(mediaType, schema)] })
        .Answers(304, Unchanged);
}
