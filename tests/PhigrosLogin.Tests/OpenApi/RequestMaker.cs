using System.Globalization;
using System.Text;
using System.Text.Json;
using PhigrosLogin.Tests.Fuzz;

namespace PhigrosLogin.Tests.OpenApi;

/// <summary>Makes requests from the document: half of them as it wants them, the others with something wrong in one place or several.</summary>
internal sealed class RequestMaker(ApiBook book, Supplies supplies)
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"];

    private static readonly string[] Odd =
    [
        "", " ", "-1", "0", "1", "51", "999999999999999999999", "1.5", "1e3", "x", "TRUE", "null", "0x10", "+5", "\t7", "\uFF11", "请求", "\U0001F600", "a/b", "a%b", "..%2f", "<script>", "'\"", "{id}", "en-GB", "fr",
        new string('9', 300), new string('x', 3000),
    ];

    private static readonly string[] OddHeaders =
    [
        "Accept: image/webp", "Accept: application/xml", "Accept-Encoding: gzip, br", "Accept-Language: en;q=0.1, zh-Hant, *", "Accept-Language: \u00C3\u00A9;q=x", "Origin: https://evil.example", "Origin: null",
        "Sec-Fetch-Site: cross-site", "Range: bytes=0-1", "If-None-Match: *", "If-None-Match: \"x\"", "If-Modified-Since: yesterday", "Cookie: browser=x", "Cookie: ;;=;", "X-HTTP-Method-Override: DELETE", "Expect: 100-continue",
        "Authorization: Bearer", "Authorization: Bearer x y", "Authorization: Basic eDp5", "Authorization: Bearer " + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "Last-Event-ID: x", "Content-Type: text/plain", "User-Agent: ", "traceparent: 00-0-0-0",
        "X-Api-Key: wrong", "X-Forwarded-For: 1.2.3.4, x", "Transfer-Encoding-Not: chunked",
    ];

    private static readonly string[] ContentTypes =
    [
        "text/plain", "application/xml", "application/json; charset=utf-16", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data", "application/json", "application/problem+json", ";;;", "",
    ];

    private readonly BookOperation[] _operations = [.. book.Operations];

    public AskedRequest Make(Dice dice, int turn)
    {
        var operation = dice.Pick(_operations);
        var wrong = dice.Once(2) ? new Wrong(dice) : Wrong.Nothing;
        var (id, secret) = supplies.Login(dice);
        var path = string.Join('/', operation.Path.Split('/').Select(part => part switch
        {
            "{id}" => Uri.EscapeDataString(wrong.Path ? Segment(dice) : id),
            "{name}" => wrong.Path ? Uri.EscapeDataString(Segment(dice)) : dice.Pick(supplies.Assets),
            "" => "",
            _ => wrong.Path && dice.Once(8) ? Uri.EscapeDataString(Segment(dice)) : part,
        }));
        var headers = new StringBuilder();
        // Each request comes from somebody else, so that no limit on one address is in the way; some are one and the same.
        if (!dice.Once(6)) headers.Append(CultureInfo.InvariantCulture, $"X-Forwarded-For: 10.{turn >> 16}.{(turn >> 8) & 255}.{turn & 255}\r\n");
        if (operation.Wants("loginSecret") && !(wrong.Header && dice.Once(2))) headers.Append(CultureInfo.InvariantCulture, $"Authorization: Bearer {secret}\r\n");
        foreach (var parameter in operation.Parameters.Where(parameter => parameter.GetProperty("in").GetString() == "header" && dice.Once(2)))
            headers.Append(CultureInfo.InvariantCulture, $"{parameter.GetProperty("name")}: {Value(parameter.GetProperty("schema"), dice)}\r\n");
        if (operation.Path is "/openapi/v1.json" or "/docs" or "/assets/{name}" && dice.Once(3)) headers.Append(CultureInfo.InvariantCulture, $"If-None-Match: {supplies.ETag(path)}\r\n");
        var body = Body(operation, wrong, dice, headers);
        if (wrong.Header) headers.Append(dice.Pick(OddHeaders)).Append("\r\n");
        return new AskedRequest(wrong.Method ? dice.Pick(Methods) : operation.Method, path + Query(operation, wrong, dice), headers.ToString(), body, !wrong.Any, wrong.Header && dice.Once(20) ? "evil.example" : "localhost");
    }

    private static string Query(BookOperation operation, Wrong wrong, Dice dice)
    {
        var asked = operation.Parameters.Where(parameter => parameter.GetProperty("in").GetString() == "query" && dice.Once(2))
            .Select(parameter => $"{parameter.GetProperty("name")}={Uri.EscapeDataString(wrong.Query ? dice.Pick(Odd) : Value(parameter.GetProperty("schema"), dice))}").ToList();
        if (wrong.Query && dice.Once(3)) asked.Add(dice.Pick(["x=y", "&&", "=", "region=moon", "region=cn&region=global", "wait=1&wait=2", "lang=en&lang=zh", "%zz", "qr", "scale=0"]));
        return asked.Count == 0 ? "" : "?" + string.Join('&', asked);
    }

    private byte[]? Body(BookOperation operation, Wrong wrong, Dice dice, StringBuilder headers)
    {
        if (operation.Body is not { } content) return wrong.Body ? Encoding.UTF8.GetBytes(dice.Pick(["{}", "x", "<a/>"])) : null;
        var isForm = content.Name == "application/x-www-form-urlencoded";
        headers.Append(CultureInfo.InvariantCulture, $"Content-Type: {(wrong.Body && dice.Once(4) ? dice.Pick(ContentTypes) : content.Name)}\r\n");
        var good = supplies.Body(operation, dice) ?? Fill(book.Schemas.Resolve(content.Value.GetProperty("schema")), content.Value.GetProperty("example"), dice);
        if (isForm) good = string.Join('&', JsonDocument.Parse(good).RootElement.EnumerateObject().Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value.ToString())}"));
        if (!wrong.Body) return Encoding.UTF8.GetBytes(good);
        if (dice.Once(30)) return [.. Enumerable.Repeat((byte)'x', 20_000)];
        return isForm ? Spoiling.SpoilBytes(Encoding.UTF8.GetBytes(dice.Once(2) ? good : $"{good}&region=moon&x"), dice) : Spoiling.Spoil(good, dice);
    }

    /// <summary>A body as its schema wants it: what is optional is there or not, and every value may be another one.</summary>
    private static string Fill(JsonElement schema, JsonElement example, Dice dice)
    {
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()).ToHashSet() : [];
        return JsonSerializer.Serialize(example.EnumerateObject().Where(member => required.Contains(member.Name) || dice.Once(2)).ToDictionary(
            member => member.Name,
            member => schema.GetProperty("properties").GetProperty(member.Name) is var its && its.TryGetProperty("type", out var type) && type.GetString() == "integer" ? long.Parse(Value(its, dice), CultureInfo.InvariantCulture) : (object)member.Value));
    }

    private static string Value(JsonElement schema, Dice dice)
    {
        if (schema.TryGetProperty("enum", out var words)) return words[dice.Roll(words.GetArrayLength())].ToString();
        if (schema.TryGetProperty("minimum", out var least))
        {
            var most = schema.TryGetProperty("maximum", out var limit) ? limit.GetInt32() : 40;
            return (dice.Once(6) ? most : least.GetInt32() + dice.Roll(Math.Min(most - least.GetInt32() + 1, 5))).ToString(CultureInfo.InvariantCulture);
        }
        return schema.GetProperty("type").GetString() == "boolean" ? dice.Pick(["true", "false"]) : schema.GetProperty("examples")[0].GetString()!;
    }

    private static string Segment(Dice dice) => dice.Pick([.. Odd.Where(odd => odd.Length is > 0 and < 1000), "unknown", "AAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAB", "app.css"]);
}

/// <summary>Where a request is wrong.</summary>
internal sealed record Wrong(bool Method, bool Path, bool Query, bool Header, bool Body)
{
    public static readonly Wrong Nothing = new(false, false, false, false, false);

    public Wrong(Dice dice)
        : this(dice.Once(8), dice.Once(5), dice.Once(3), dice.Once(3), dice.Once(2))
    {
    }

    public bool Any => this != Nothing;
}
