using System.Text.Json.Nodes;
using PhigrosLogin.OpenApi.Writing;
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
        Kept200(new Operation("GET", "/openapi/v1.json", "getOpenApi", Tags.Gateway, new("这份文档", "This document"), new("OpenAPI 3.1，给程序和代码生成器。", "OpenAPI 3.1, for programs and generators.")) { HasHead = true }, "application/json", new JsonObject { ["type"] = "object" }),
        Kept200(new Operation("GET", "/docs", "docsPage", Tags.Gateway, new("给人看的文档", "The same for people"), new("同样的内容，写成网页。", "The same as a page.")) { Parameters = [Lang], HasHead = true }, "text/html", new JsonObject { ["type"] = "string" }),
    ];

    private static Operation Kept200(Operation operation, string mediaType, JsonObject schema) => operation
        .Answers(200, new(new("文档。", "The document.")) { Headers = [Kept, ETag], Contents = [Content.Of(mediaType, schema)] })
        .Answers(304, Unchanged);
}
