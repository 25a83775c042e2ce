using System.Text.Json;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.OAuth;

/// <summary>An OAuth client, as its bytes stand on the wire.</summary>
internal static class OAuthCaller
{
    public const string Authorization = "/oauth/device_authorization";
    public const string Token = "/oauth/token";
    public const string GrantType = "urn:ietf:params:oauth:grant-type:device_code";
    public const string Client = "my-bot";

    /// <summary>Begins a login as a client without a secret.</summary>
    public static async Task<DeviceLogin> AuthorizeAsync(this TestGateway gateway, string fields = $"client_id={Client}", string headers = "")
    {
        var answer = await gateway.PostFormAsync(Authorization, fields, headers);
        answer.Status.ShouldBe(200, answer.Body);
        return new DeviceLogin(gateway, JsonDocument.Parse(answer.Body).RootElement);
    }

    /// <summary>Posts a form as it is written here.</summary>
    public static Task<RawAnswer> PostFormAsync(this TestGateway gateway, string path, string form, string headers = "", string contentType = "application/x-www-form-urlencoded") =>
        gateway.SendAsync($"POST {path}", $"{headers}Content-Type: {contentType}\r\nContent-Length: {System.Text.Encoding.UTF8.GetByteCount(form)}\r\n", form);

    public static Task<RawAnswer> SendAsync(this TestGateway gateway, string methodAndPath, string headers = "", string body = "") =>
        RawHttp.SendAsync(gateway.Url, $"{methodAndPath} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n{body}");

    /// <summary>An error of RFC 6749 §5.2 and nothing else.</summary>
    public static RawAnswer ShouldBeError(this RawAnswer answer, string error, int status = 400, string? description = null)
    {
        answer.Status.ShouldBe(status, answer.Body);
        answer.ShouldBeKeptByNobody();
        var body = JsonDocument.Parse(answer.Body).RootElement;
        body.EnumerateObject().Select(member => member.Name).ShouldBe(["error", "error_description"]);
        body.Text("error").ShouldBe(error, answer.Body);
        body.Text("error_description").ShouldNotBeNull().ShouldMatch("""^[\x20-\x21\x23-\x5B\x5D-\x7E]+$""");
        if (description is not null) body.Text("error_description").ShouldBe(description);
        return answer;
    }

    public static void ShouldBeKeptByNobody(this RawAnswer answer)
    {
        answer.Headers["Content-Type"].ShouldBe("application/json", answer.Body);
        answer.Headers["Cache-Control"].ShouldBe("no-store");
        answer.Headers["Pragma"].ShouldBe("no-cache");
        answer.Headers["X-Content-Type-Options"].ShouldBe("nosniff");
        answer.Headers["Content-Security-Policy"].ShouldBe("default-src 'none'; frame-ancestors 'none'");
    }
}

/// <summary>A login that an OAuth client has begun.</summary>
internal sealed record DeviceLogin(TestGateway Gateway, JsonElement Answer)
{
    public string DeviceCode => Answer.Text("device_code")!;

    public string UserCode => Answer.Text("user_code")!;

    /// <summary>The same login through the Login API.</summary>
    public OpenLogin Login => new(Gateway, DeviceCode.Split('.')[0], DeviceCode.Split('.')[1]);

    public string TokenForm => $"grant_type={OAuthCaller.GrantType}&device_code={DeviceCode}&client_id={OAuthCaller.Client}";

    /// <summary>Asks for the token.</summary>
    public Task<RawAnswer> AskAsync() => Gateway.PostFormAsync(OAuthCaller.Token, TokenForm);
}
