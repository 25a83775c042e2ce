using Microsoft.Extensions.Logging;
using PhigrosLogin.Server;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Limits;

/// <summary>Whatever goes wrong, and wherever, leaves in the format of the API that was called.</summary>
public class ShapeTests
{
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";
    private static readonly string Large = new(' ', 20_000);
    private static readonly string ManyFields = string.Concat(Enumerable.Repeat("a=&", 5000));

    public static TheoryData<string, string, string?, string, int, string> Refusals() => new()
    {
        { "GET", "/api/LoginQrCode/Nothing", null, "", 404, "invalid_request" },
        { "GET", "/LoginQrCode/Nothing", null, "", 404, "invalid_request" },
        { "GET", "/api/v1/nothing", null, "", 404, "invalid_request" },
        { "GET", "/api/nothing", null, "", 404, "invalid_request" },
        { "GET", "/api", null, "", 404, "invalid_request" },
        { "GET", "/health/nothing", null, "", 404, "invalid_request" },
        { "GET", "/.well-known/nothing", null, "", 404, "invalid_request" },
        { "GET", "/nothing", null, "", 404, "invalid_request" },
        { "GET", "/apiary", null, "", 404, "invalid_request" },
        { "GET", "/l/a/b/c", null, "", 404, "invalid_request" },
        { "GET", "/api/v1/logins/unknown", null, "", 404, "login_not_found" },
        { "GET", "/l/unknown", null, "", 404, "login_not_found" },
        { "POST", "/api/LoginQrCode/GetNewQrCode", "{}", Json, 405, "invalid_request" },
        { "GET", "/LoginQrCode/GetPhigrosToken", null, "", 405, "invalid_request" },
        { "PATCH", "/api/v1/logins/{id}", "{}", Json, 405, "invalid_request" },
        { "POST", "/health/live", "{}", Json, 405, "invalid_request" },
        { "DELETE", "/", null, "", 405, "invalid_request" },
        { "GET", "/l/{id}/cancel", null, "", 405, "invalid_request" },
        { "POST", "/api/LoginQrCode/CheckQRCode", Large, Json, 413, "invalid_request" },
        { "POST", "/api/v1/logins", Large, Json, 413, "invalid_request" },
        { "POST", "/", Large, Form, 413, "invalid_request" },
        { "GET", "/oauth/nothing", null, "", 404, "invalid_request" },
        { "GET", "/oauth/token", null, "", 405, "invalid_request" },
        { "POST", "/oauth/token", Large, Form, 413, "invalid_request" },
        { "POST", "/oauth/device_authorization", "{}", Json, 415, "invalid_request" },
        { "POST", "/oauth/device_authorization", "client_id=a&client_id=b", Form, 400, "invalid_request" },
        { "POST", "/oauth/token", "client_id=a&grant_type=password", Form, 400, "unsupported_grant_type" },
        { "POST", "/oauth/token", "client_id=a&grant_type=urn:ietf:params:oauth:grant-type:device_code&device_code=x", Form, 400, "invalid_grant" },
        { "POST", "/api/LoginQrCode/CheckQRCode", "{}", "text/plain", 415, "invalid_request" },
        { "POST", "/api/v1/logins", "{}", "text/plain", 415, "invalid_request" },
        { "POST", "/l/{id}/cancel", "x", "text/plain", 415, "invalid_request" },
        { "POST", "/api/LoginQrCode/CheckQRCode", "{}", Json, 400, "invalid_request" },
        { "POST", "/api/v1/logins", "[]", Json, 400, "invalid_request" },
        { "POST", "/", "region=moon", Form, 400, "invalid_request" },
        { "POST", "/", ManyFields, Form, 400, "invalid_request" },
        { "POST", "/", "--x", "multipart/form-data; boundary=x", 400, "invalid_request" },
        { "POST", "/", "x", "multipart/form-data", 400, "invalid_request" },
        { "GET", "/api/v1/logins/{id}/result", null, "", 401, "login_secret_required" },
        { "POST", "/api/v1/logins/{over}/cancel", "{}", Json, 409, "too_late_to_cancel" },
        { "POST", "/l/{over}/region", "region=cn", Form, 409, "region_locked" },
        { "GET", "/api/v1/logins/{over}/qr.png", null, "", 410, "login_final" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_has_the_shape_of_its_door(string method, string path, string? body, string contentType, int status, string code)
    {
        await using var world = await World.StartAsync();
        var login = await world.OpenAsync();
        var over = await world.OpenAsync();
        using var cancelled = await over.CancelAsync();
        path = path.Replace("{id}", login.Id, StringComparison.Ordinal).Replace("{over}", over.Id, StringComparison.Ordinal);
        var head = body is null ? "" : FormattableString.Invariant($"Content-Type: {contentType}\r\nContent-Length: {body.Length}\r\n");

        var answer = await world.AskAsync(method, path, more: $"{head}\r\n{body}");

        Shape.Of(path).ShouldFit(answer, status, code);
        answer.Headers.ContainsKey("Allow").ShouldBe(status == 405);
        answer.Headers.ContainsKey("WWW-Authenticate").ShouldBe(status == 401);
    }

    [Fact]
    public async Task So_has_a_door_with_too_many_behind_it()
    {
        await using var world = await World.StartAsync("--Limits:MaxLogins=1");
        await (await world.OpenAsync()).LookAsync();
        await world.PostAsync("CheckQRCode", (await world.NewCodeAsync()).Body);

        foreach (var (method, path, body) in StartLimitTests.Starts().Select(row => row.Data))
        {
            var answer = await world.AskAsync(method, path, body);
            Shape.Of(path).ShouldFit(answer, 503, "overloaded");
            answer.Headers["Retry-After"].ShouldBe("30", path);
        }
    }

    [Fact]
    public async Task So_has_what_nobody_foresaw()
    {
        var (log, clock) = (new LogSink(), new BrokenClock());
        await using var gateway = await Gateway.StartAsync(["--Urls=http://127.0.0.1:0", "--Store=memory"], clock, builder => builder.Logging.ClearProviders().AddProvider(log));
        var url = new Uri(gateway.Addresses.First());
        clock.IsBroken = true;

        var documented = await RawHttp.PostAsync(url, "/api/LoginQrCode/CheckQRCode", """{"deviceCode":"a"}""");
        var program = await RawHttp.PostAsync(url, "/api/v1/logins", "{}");
        var page = await RawHttp.PostAsync(url, "/", "region=cn", Form);
        clock.IsBroken = false;

        Shape.Of("/api/LoginQrCode").ShouldFit(documented, 500, "internal_error");
        Shape.Of("/api/v1/logins").ShouldFit(program, 500, "internal_error");
        Shape.Of("/").ShouldFit(page, 500, "internal_error");
        log.Errors.Count().ShouldBe(3);
    }

    [Theory]
    [InlineData("GET", "/health/live", "alive")]
    [InlineData("GET", "/health/ready", "ready")]
    [InlineData("HEAD", "/health/live", "")]
    [InlineData("HEAD", "/health/ready", "")]
    public async Task Whoever_watches_over_the_process_gets_one_word_and_needs_no_key(string method, string path, string word)
    {
        await using var world = await World.StartAsync(KeyRing.Setting("my-bot"), "--Limits:LoginsPerMinute=1");

        var answers = new List<RawAnswer>();
        for (var time = 0; time < 5; time++) answers.Add(await world.AskAsync(method, path));

        answers.ShouldAllBe(answer => answer.Status == 200 && answer.Body == word && answer.Headers["Content-Type"] == "text/plain; charset=utf-8" && answer.Headers["Cache-Control"] == "no-store");
    }

    /// <summary>A clock that fails.</summary>
    private sealed class BrokenClock : TimeProvider
    {
        public bool IsBroken { get; set; }

        public override long GetTimestamp() => IsBroken ? throw new InvalidOperationException("The clock is broken.") : base.GetTimestamp();
    }
}
