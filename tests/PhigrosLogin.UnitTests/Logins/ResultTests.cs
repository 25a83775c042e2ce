using System.Net;

namespace PhigrosLogin.Tests.Logins;

/// <summary>A result is for the holder of the login secret, for a while.</summary>
public sealed class ResultTests : IDisposable
{
    private const string UnknownId = "AAAAAAAAAAAAAAAAAAAAAA";

    private readonly TempFolder _folder = new();

    private string Store => $"--Store={_folder.Path}/logins.db";

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("Bearer not base64url!")]
    [InlineData("Bearer a, Bearer b")]
    public async Task Without_credentials_nobody_learns_even_whether_there_is_such_a_login(string? authorization)
    {
        await using var world = await World.StartAsync();
        var login = await world.OpenAsync();

        foreach (var (method, path) in new[] { login.Id, UnknownId, "short" }.SelectMany(id => new[] { ("GET", $"{id}/result"), ("DELETE", id) }))
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/v1/logins/{path}");
            if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
            using var response = await world.Http.SendAsync(request);

            await response.ShouldBeProblemAsync(401, "login_secret_required");
            response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        }
    }

    [Theory]
    [InlineData("GET", "/result")]
    [InlineData("DELETE", "")]
    public async Task A_wrong_secret_and_an_unknown_id_get_the_same_bytes_but_for_trace_and_date(string method, string route)
    {
        await using var world = await World.StartAsync();
        var login = await world.SucceedAsync();
        var wrong = login.Secret[..^1] + (login.Secret[^1] == 'A' ? 'E' : 'A');

        var wrongSecret = await SendAsync(login.Id, wrong);
        var unknownId = await SendAsync(UnknownId, wrong);
        var otherForm = await SendAsync("short", wrong);

        wrongSecret.ShouldContain(" 404 ");
        wrongSecret.ShouldContain("\"code\":\"login_not_found\"");
        unknownId.ShouldBe(wrongSecret);
        otherForm.ShouldBe(wrongSecret);

        async Task<string> SendAsync(string id, string secret)
        {
            var answer = await RawHttp.SendAsync(world.Url, $"{method} /api/v1/logins/{id}{route} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {secret}\r\n\r\n");
            var headers = string.Join('\n', answer.Headers.Where(header => header.Key != "Date").Select(header => $"{header.Key}: {header.Value}"));
            return $"{answer.StatusLine}\n{headers}\n{System.Text.RegularExpressions.Regex.Replace(answer.Body, "\"traceId\":\"[^\"]+\"", "\"traceId\":\"\"")}";
        }
    }

    [Fact]
    public async Task The_id_alone_never_yields_a_credential()
    {
        await using var world = await World.StartAsync();
        var login = await world.SucceedAsync();
        using var result = await login.ResultAsync();
        var token = (await result.JsonAsync()).GetProperty("result").Text("sessionToken");

        foreach (var path in new[] { login.Path, $"{login.Path}/events", $"/l/{login.Id}", $"{login.Path}/qr.svg", $"{login.Path}/result" })
        {
            using var answer = await world.Http.GetAsync(path);
            var seen = $"{answer}{await answer.Content.ReadAsStringAsync()}";
            seen.ShouldNotContain(token);
            seen.ShouldNotContain(login.Secret);
        }
    }

    [Fact]
    public async Task A_waiting_reader_gets_the_result_the_moment_it_is_there()
    {
        await using var world = await World.StartAsync();
        var login = await world.OpenAsync();
        world.China.Codes.Confirm(await login.LookAsync());

        var reading = login.ResultAsync("?wait=50");
        await world.PassToPollAsync();

        using var result = await reading;
        (await result.JsonAsync()).Text("status").ShouldBe("succeeded");
    }

    [Fact]
    public async Task A_waiting_reader_is_answered_without_a_result_when_the_wait_is_over()
    {
        await using var world = await World.StartAsync(new ManualClock());
        var login = await world.OpenAsync();
        var sleeping = world.Clock.Waiting;

        var reading = login.ResultAsync("?wait=25");
        await world.Clock.UntilWaitingAsync(sleeping + 1);
        world.Clock.Advance(TimeSpan.FromSeconds(25));

        using var result = await reading;
        (await result.Content.ReadAsStringAsync()).ShouldMatch("""^\{"status":"pending","final":false,"message":"[^"]+"\}$""");
    }

    [Fact]
    public async Task A_result_that_was_read_is_readable_for_five_minutes_then_expired_for_ten_then_unknown()
    {
        await using var world = await World.StartAsync(new ManualClock(), Store);
        var login = await world.SucceedAsync(new { expiresInSeconds = 1800 });
        using var first = await login.ResultAsync();
        var body = await first.Content.ReadAsStringAsync();

        await ShouldTurnAsync(world, login, TimeSpan.FromMinutes(5), before: body, turned: (410, "result_expired"));
        await ShouldTurnAsync(world, login, TimeSpan.FromMinutes(10), before: null, turned: (404, "login_not_found"));
    }

    [Fact]
    public async Task A_result_that_nobody_read_is_readable_until_the_logins_end()
    {
        await using var world = await World.StartAsync(new ManualClock(), Store);
        var login = await world.SucceedAsync(new { expiresInSeconds = 1800 });

        world.Clock.Advance(await EndOfAsync(login) - world.Clock.GetUtcNow());

        using var late = await login.ResultAsync();
        await late.ShouldBeProblemAsync(410, "result_expired");
    }

    [Fact]
    public async Task A_result_that_nobody_read_is_still_there_one_second_before_the_logins_end()
    {
        await using var world = await World.StartAsync(new ManualClock(), Store);
        var login = await world.SucceedAsync(new { expiresInSeconds = 1800 });

        world.Clock.Advance(await EndOfAsync(login) - world.Clock.GetUtcNow() - TimeSpan.FromSeconds(1));
        await world.RestartGatewayAsync();

        using var result = await login.ResultAsync();
        result.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(-1, 200)]
    [InlineData(0, 410)]
    [InlineData(1, 410)]
    public async Task A_success_late_in_a_short_login_is_readable_for_five_minutes(int second, int status)
    {
        await using var world = await World.StartAsync(new ManualClock());
        var login = await world.SucceedAsync(new { expiresInSeconds = 60 });

        world.Clock.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(second));

        using var result = await login.ResultAsync();
        ((int)result.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task An_acknowledged_result_is_gone_and_acknowledging_again_is_fine()
    {
        await using var world = await World.StartAsync(Store);
        var login = await world.SucceedAsync();

        using var first = await login.AcknowledgeAsync();
        using var again = await login.AcknowledgeAsync();
        using var read = await login.ResultAsync();
        await world.RestartGatewayAsync();
        using var third = await login.AcknowledgeAsync();
        using var readLater = await login.ResultAsync();

        first.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        again.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        third.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await read.ShouldBeProblemAsync(410, "already_acknowledged");
        await readLater.ShouldBeProblemAsync(410, "already_acknowledged");
        (await login.StateAsync()).Text("status").ShouldBe("succeeded");
    }

    [Fact]
    public async Task Its_owner_can_end_a_login_that_is_under_way()
    {
        await using var world = await World.StartAsync(new ManualClock());
        var login = await world.OpenAsync();
        var userCode = await login.LookAsync();

        using var ended = await login.AcknowledgeAsync();
        world.China.Codes.Confirm(userCode);
        await world.PassSecondsAsync(20);

        ended.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await login.StateAsync()).Text("status").ShouldBe("cancelled");
        world.Polls.ShouldBe(0);
    }

    /// <summary>Nothing changes until a second before the time is over, also across a restart; at its end all does.</summary>
    private static async Task ShouldTurnAsync(World world, OpenLogin login, TimeSpan after, string? before, (int Status, string Code) turned)
    {
        world.Clock.Advance(after - TimeSpan.FromSeconds(1));
        await world.RestartGatewayAsync();
        using var still = await login.ResultAsync();
        if (before is null) await still.ShouldBeProblemAsync(410, "result_expired");
        else (await still.Content.ReadAsStringAsync()).ShouldBe(before);

        world.Clock.Advance(TimeSpan.FromSeconds(1));
        using var over = await login.ResultAsync();
        await over.ShouldBeProblemAsync(turned.Status, turned.Code);
        await world.RestartGatewayAsync();
        using var stillOver = await login.ResultAsync();
        await stillOver.ShouldBeProblemAsync(turned.Status, turned.Code);
    }

    private static async Task<DateTimeOffset> EndOfAsync(OpenLogin login) => (await login.StateAsync()).GetProperty("expiresAt").GetDateTimeOffset();
}
