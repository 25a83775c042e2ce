using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PhigrosLogin.Server.Http;
using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.OpenApi.Writing;

/// <summary>Errors in the format of each API, made from the problems that the gateway returns.</summary>
internal static class Errors
{
    public static readonly Component Problem = Component.Of("Problem", LoginJson.Relaxed.ProblemBody,
        new("出错时的响应（RFC 9457）。程序只需要看 code。", "An error (RFC 9457). A program decides by its code."),
        new("type", Shape.Text(new("固定为 about:blank；区分错误请看 code。", "Always about:blank; the code tells errors apart."), "about:blank")),
        new("title", Shape.Text(new("HTTP 状态短语。", "The HTTP status phrase."))),
        new("status", Shape.Number(new("与 HTTP 状态码相同。", "The status of the answer."), 400, 599)),
        new("detail", Shape.Text(new("给开发者看的一句话：哪里不对，怎么办。", "What is wrong and what to do, for a developer."))),
        new("code", Shape.Text(new("错误码，不会改变。", "The error, in a word that stays."), pattern: "^[a-z_]+$")),
        new("traceId", Shape.Text(new("网关日志里的编号，报告问题时请附上。", "What an operator finds this answer by."), "4bf92f3577b34da6a3ce929d0e0e4736")));

    private static readonly Component Envelope = Component.Of("Envelope", LoginQrCodeJson.Relaxed.Envelope,
        new("这套接口报告错误和“还没完成”的格式。", "How the LoginQrCode API tells of errors and of a login that is not done."),
        new("message", Shape.Text(new("固定的一句话。", "A fixed sentence."), "Error processing request")),
        new("error", Shape.Text(new("具体原因；TapTap 拒绝时是它的 JSON 原文。", "The reason; for a refusal, TapTap's JSON as text."))),
        new("code", new JsonObject { ["type"] = "integer", ["enum"] = new JsonArray([.. Enum.GetValues<LoginQrCodeError>().Select(code => (JsonNode)(int)code)]) }.Say(new("错误码。", "The error code."))),
        new("codeName", Shape.Word(new("错误码的名字。", "The name of the code."), Enum.GetNames<LoginQrCodeError>())));

    /// <summary>Adds problems, each under its own status.</summary>
    public static Operation Fails(this Operation operation, params IEnumerable<Problem> problems) =>
        problems.Aggregate(operation, (whole, problem) => whole.Answers(problem.Status, Of(problem)));

    /// <summary>Adds an error in the envelope of the LoginQrCode API.</summary>
    public static Operation Fails(this Operation operation, int status, LoginQrCodeError code, string error, Phrase text, bool hasRetryAfter = false) =>
        operation.Answers(status, Of(code, error, text, "Error processing request", status is 401 or 403 or 408 or 413 or 415 or 429 or 503 ? $"LoginQrCode{status}" : null) with
        {
            Headers = hasRetryAfter ? [Header.NoStore, Header.RetryAfter] : status == 401 ? [Header.NoStore, Header.Authenticate] : [Header.NoStore],
        });

    public static Answer Of(LoginQrCodeError code, string error, Phrase text, string message, string? name = null) => new(text)
    {
        Name = name,
        Contents = [new("application/json", [Narrow(Envelope, ("code", new JsonObject { ["const"] = (int)code }), ("codeName", new JsonObject { ["const"] = code.ToString() }))],
            [(code.ToString(), text, JsonSerializer.SerializeToNode(new Envelope { Message = message, Error = error, Code = (int)code, CodeName = code.ToString() }, LoginQrCodeJson.Relaxed.Envelope)!)], [Envelope])],
    };

    private static Answer Of(Problem problem)
    {
        var text = ProblemWords.Of(problem);
        var example = new ProblemBody { Type = "about:blank", Title = problem.Title, Status = problem.Status, Detail = problem.Message, Code = problem.Code, TraceId = "4bf92f3577b34da6a3ce929d0e0e4736" };
        IHeaderDictionary sent = new HeaderDictionary();
        problem.SetHeaders(sent);
        Header[] headers = [Header.NoStore, .. sent.RetryAfter.Count == 0 ? [] : new[] { Header.RetryAfter }, .. sent.WWWAuthenticate.Count == 0 ? [] : new[] { Header.Authenticate }];
        return new Answer(new($"{problem.Code}：{text.Chinese}", $"{problem.Code}: {text.English}"))
        {
            // The example of this one says what is wrong, which differs from route to route.
            Name = problem is { Code: "invalid_request", Status: 400 } ? null : string.Concat(problem.Code.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..])) + (problem.Code == "invalid_request" ? $"{problem.Status}" : ""),
            Headers = headers,
            Contents = [new("application/problem+json", [Narrow(Problem, ("status", new JsonObject { ["const"] = problem.Status }), ("code", new JsonObject { ["const"] = problem.Code }))],
                [(problem.Code, text, JsonSerializer.SerializeToNode(example, LoginJson.Relaxed.ProblemBody)!)], [Problem])],
        };
    }

    public static JsonObject Narrow(Component whole, params (string Name, JsonObject Schema)[] members) => new()
    {
        ["allOf"] = new JsonArray(whole.Ref(), new JsonObject { ["properties"] = new JsonObject(members.Select(member => KeyValuePair.Create(member.Name, (JsonNode?)member.Schema))) }),
    };

    /// <summary>Shapes that differ in the words of one member only become one shape with all the words.</summary>
    public static IReadOnlyList<JsonObject> Joined(IReadOnlyList<JsonObject> shapes)
    {
        if (shapes.Count < 2 || shapes.Any(shape => shape["allOf"] is null)) return shapes;
        var joined = (JsonObject)shapes[0].DeepClone();
        foreach (var (name, _) in shapes[0]["allOf"]![1]!["properties"]!.AsObject())
        {
            var words = shapes.Select(shape => shape["allOf"]![1]!["properties"]![name]!["const"]!).DistinctBy(word => word.ToJsonString()).Select(word => word.DeepClone()).ToArray();
            joined["allOf"]![1]!["properties"]![name] = words.Length == 1 ? new JsonObject { ["const"] = words[0] } : new JsonObject { ["enum"] = new JsonArray(words) };
        }
        return [joined];
    }
}
