using System.Globalization;
using System.Text.Json;
using PhigrosLogin.Server.Http;

namespace PhigrosLogin.Tests.OpenApi;

/// <summary>Says what about an answer is not as the document promises.</summary>
internal sealed class Conformance(ApiBook book)
{
    public IReadOnlyList<string> Faults(AskedRequest request, RawAnswer answer)
    {
        var (isPathKnown, operation) = book.Find(request.Method, request.Target);
        var faults = operation is null ? OfNoOperation(request, answer, request.Host != "localhost" ? 400 : isPathKnown ? 405 : 404) : OfOperation(operation, answer);
        // OAuth tells of a login that is not done with a 400, too.
        if (request.IsValid && answer.Status is 400 or 405 or 413 or 415 && request.IsValid && !IsWordOfOAuth(request, answer)) faults = [.. faults, "the document calls this request a good one"];
        return [.. faults, .. OfAnything(answer)];
    }

    private IEnumerable<string> OfOperation(BookOperation operation, RawAnswer answer)
    {
        if (!operation.Facts.GetProperty("responses").TryGetProperty(answer.Status.ToString(CultureInfo.InvariantCulture), out var mentioned))
            return [$"{operation.Id} does not document {answer.Status}"];
        var response = book.Schemas.Resolve(mentioned);
        return [.. Headers(response, answer), .. Body(operation, response, answer)];
    }

    private IEnumerable<string> Headers(JsonElement response, RawAnswer answer)
    {
        foreach (var header in response.GetProperty("headers").EnumerateObject())
        {
            var facts = book.Schemas.Resolve(header.Value);
            if (!answer.Headers.TryGetValue(header.Name, out var text))
            {
                if (facts.TryGetProperty("required", out _)) yield return $"the header {header.Name} is missing";
                continue;
            }
            var schema = facts.GetProperty("schema");
            var isNumber = schema.GetProperty("type").GetString() == "integer" && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
            foreach (var fault in book.Schemas.Faults(schema, Json(isNumber ? text : JsonSerializer.Serialize(text)))) yield return $"{header.Name}: {fault}";
        }
    }

    private IEnumerable<string> Body(BookOperation operation, JsonElement response, RawAnswer answer)
    {
        var type = answer.Headers.TryGetValue("Content-Type", out var header) ? header.Split(';')[0] : null;
        if (!response.TryGetProperty("content", out var contents)) return answer.Body.Length == 0 ? [] : ["the body is not documented"];
        if (type is null || !contents.TryGetProperty(type, out var content)) return [$"the content type {type} is not documented"];
        if (operation.Method == "HEAD") return [];
        if (content.TryGetProperty("x-event-schema", out var item)) return Event(item, answer.Body);
        if (!content.TryGetProperty("schema", out var schema)) return [$"{type} has no schema"];
        if (type == "image/png") return answer.Body.Contains("PNG", StringComparison.Ordinal) ? [] : ["this is no PNG"];
        return book.Schemas.Faults(schema, type.EndsWith("json", StringComparison.Ordinal) ? Json(answer.Body) : Json(JsonSerializer.Serialize(answer.Body)));
    }

    private IReadOnlyList<string> Event(JsonElement item, string text)
    {
        var data = text.Split('\n').FirstOrDefault(line => line.StartsWith("data: ", StringComparison.Ordinal));
        return data is null ? ["the stream does not begin with data"] : book.Schemas.Faults(item, Json(data["data: ".Length..]));
    }

    /// <summary>What no operation stands for is answered in the format of the API that was called.</summary>
    private IEnumerable<string> OfNoOperation(AskedRequest request, RawAnswer answer, int status)
    {
        if (answer.Status != status) return [$"not documented, and yet answered with {answer.Status} instead of {status}"];
        if (status == 405 && !answer.Headers.ContainsKey("Allow")) return ["405 without Allow"];
        if (request.Method == "HEAD") return [];
        var path = Uri.UnescapeDataString(request.Target.Split('?')[0]);
        var (type, schema) = ErrorBoundary.IsLoginQrCode(path) ? ("application/json", "Envelope") : ErrorBoundary.IsOAuth(path) ? ("application/json", "OAuthError") : ErrorBoundary.IsData(path) ? ("application/problem+json", "Problem") : ("text/html", null);
        if (answer.Headers["Content-Type"].Split(';')[0] != type) return [$"{answer.Headers["Content-Type"]} in the format of {type}"];
        return schema is null ? [] : book.Schemas.Faults(book.Document.GetProperty("components").GetProperty("schemas").GetProperty(schema), Json(answer.Body));
    }

    private static bool IsWordOfOAuth(AskedRequest request, RawAnswer answer) =>
        request.Target.StartsWith("/oauth/token", StringComparison.Ordinal) && !answer.Body.Contains("invalid_request", StringComparison.Ordinal);

    private static IEnumerable<string> OfAnything(RawAnswer answer)
    {
        if (!answer.Headers.TryGetValue("Cache-Control", out var cache)) yield return "no Cache-Control";
        else if (answer.Status >= 400 && cache != "no-store") yield return $"an error that may be kept: {cache}";
        if (!answer.Headers.TryGetValue("X-Content-Type-Options", out var sniffing) || sniffing != "nosniff") yield return "no nosniff";
        if (answer.Status >= 500 && (answer.Body.Contains("internal_error", StringComparison.Ordinal) || answer.Body.Contains("server_error", StringComparison.Ordinal) || answer.Body.Contains("\"Unspecified\"", StringComparison.Ordinal) && answer.Status == 500)) yield return "an unforeseen error";
        if (answer.Status == 500 && answer.Headers.TryGetValue("Content-Type", out var type) && type.StartsWith("text/html", StringComparison.Ordinal)) yield return "an unforeseen error";
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
