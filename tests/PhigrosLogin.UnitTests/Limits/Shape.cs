using System.Text.Json;
using System.Text.Json.Nodes;

namespace PhigrosLogin.Tests.Limits;

/// <summary>The shape in which an API refuses: the envelope of the LoginQrCode API, a problem, an error of OAuth, or a page.</summary>
internal abstract class Shape
{
    private static readonly string[] Programs = ["/api", "/health", "/.well-known"];

    public static Shape Of(string path) =>
        path.Contains("/loginqrcode", StringComparison.OrdinalIgnoreCase) ? new Envelope() :
        path.StartsWith("/oauth", StringComparison.Ordinal) ? new OAuthError() :
        Programs.Any(prefix => path == prefix || path.StartsWith($"{prefix}/", StringComparison.Ordinal)) ? new Problem() :
        new Page();

    /// <summary>A refusal of this status, for the reason that the API calls by this code.</summary>
    public void ShouldFit(RawAnswer answer, int status, string code)
    {
        answer.Status.ShouldBe(status, answer.Body);
        answer.Headers["Cache-Control"].ShouldBe("no-store");
        if (code == "rate_limited") int.Parse(answer.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThanOrEqualTo(1);
        Look(answer, status, code);
    }

    protected abstract void Look(RawAnswer answer, int status, string code);

    private sealed class Envelope : Shape
    {
        protected override void Look(RawAnswer answer, int status, string code)
        {
            answer.Headers["Content-Type"].ShouldBe("application/json; charset=utf-8");
            var body = JsonNode.Parse(answer.Body)!.AsObject();
            body.Select(member => member.Key).ShouldBe(["message", "error", "code", "codeName"]);
            ((string)body["message"]!).ShouldBe("Error processing request");
            ((string)body["error"]!).ShouldNotBeEmpty();
            ((int)body["code"]!, (string)body["codeName"]!).ShouldBe(code == "invalid_request" ? (-1, "RequestError") : (0, "Unspecified"), answer.Body);
        }
    }

    private sealed class Problem : Shape
    {
        protected override void Look(RawAnswer answer, int status, string code)
        {
            answer.Headers["Content-Type"].ShouldBe("application/problem+json");
            var body = JsonDocument.Parse(answer.Body).RootElement;
            body.GetProperty("status").GetInt32().ShouldBe(status);
            body.GetProperty("code").GetString().ShouldBe(code);
            body.GetProperty("traceId").GetString().ShouldNotBeNullOrEmpty();
            body.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
        }
    }

    private sealed class OAuthError : Shape
    {
        protected override void Look(RawAnswer answer, int status, string code)
        {
            answer.Headers["Content-Type"].ShouldBe("application/json");
            answer.Headers["Pragma"].ShouldBe("no-cache");
            var body = JsonNode.Parse(answer.Body)!.AsObject();
            body.Select(member => member.Key).ShouldBe(["error", "error_description"]);
            ((string)body["error"]!).ShouldBe(code switch { "rate_limited" or "overloaded" => "temporarily_unavailable", "internal_error" => "server_error", _ => code }, answer.Body);
        }
    }

    private sealed class Page : Shape
    {
        protected override void Look(RawAnswer answer, int status, string code)
        {
            answer.Headers["Content-Type"].ShouldBe("text/html; charset=utf-8");
            answer.Body.ShouldStartWith("<!DOCTYPE html>", Case.Insensitive);
            answer.Body.ShouldContain(code == "login_not_found" ? "data-state=\"gone\"" : "data-state=\"problem\"");
        }
    }
}
