using System.Net.Http.Json;
using PhigrosLogin.Tests.Limits;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Sessions;

/// <summary>Who may use the Sessions API: registered clients, everyone once the operator says so, and the sandbox.</summary>
public class SessionAccessTests
{
    private const string Closed = "--Sessions:AllowAnonymous=false";
    private static readonly string[] Routes = ["inspect", "rotate"];

    [Theory]
    [InlineData(null)]
    [InlineData("X-Forwarded-For: 127.0.0.77")]
    [InlineData("X-Forwarded-For: ::1")]
    [InlineData("X-Real-IP: 127.0.0.1")]
    [InlineData("Host: 127.0.0.1")]
    public async Task A_loopback_address_opens_nothing(string? header)
    {
        await using var world = await World.StartAsync(Closed);

        foreach (var route in Routes)
        {
            using var refused = await AskAsync(world, route, header);

            await refused.ShouldBeProblemAsync(403, "sessions_disabled");
            var detail = (await refused.JsonAsync()).Text("detail")!;
            detail.ShouldContain("Clients:<id>");
            detail.ShouldContain("Sessions:AllowAnonymous");
        }
        world.China.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("--PublicUrl=https://gate.example")]
    [InlineData("--PublicUrl=http://localhost:5015")]
    public async Task They_are_open_to_everyone_once_the_operator_says_so(string setting)
    {
        await using var closed = await World.StartAsync(Closed, setting.Length == 0 ? "--PublicUrl=" : setting);
        await using var open = await World.StartAsync(
            "--Sessions:AllowAnonymous=true", setting.Length == 0 ? "--PublicUrl=" : setting);

        using var refused = await AskAsync(closed, "inspect");
        using var inspected = await AskAsync(open, "inspect");
        using var rotated = await AskAsync(open, "rotate");

        await refused.ShouldBeProblemAsync(403, "sessions_disabled");
        ((int)inspected.StatusCode).ShouldBe(200);
        await rotated.ShouldBeProblemAsync(404, "session_not_found");
    }

    [Theory]
    [InlineData("false", null, 403, "sessions_disabled")]
    [InlineData("false", "wrong", 401, "client_credential_invalid")]
    [InlineData("false", KeyRing.Key, 200, null)]
    [InlineData("true", null, 200, null)]
    [InlineData("true", "wrong", 401, "client_credential_invalid")]
    [InlineData("true", KeyRing.Key, 200, null)]
    public async Task They_are_open_to_a_client_that_proves_itself(string everyone, string? secret, int status, string? code)
    {
        await using var world = await World.StartAsync($"--Sessions:AllowAnonymous={everyone}", KeyRing.Setting("my-bot"));

        using var response = await AskAsync(world, "inspect", secret is null ? null : $"X-Api-Key: {secret}");

        if (code is null) ((int)response.StatusCode).ShouldBe(status);
        else await response.ShouldBeProblemAsync(status, code);
    }

    [Theory]
    [InlineData("sandbox", 200)]
    [InlineData("cn", 403)]
    [InlineData(null, 403)]
    public async Task The_sandbox_region_is_open_because_its_players_are_invented(string? region, int status)
    {
        await using var world = await World.StartAsync(Closed, "--Sandbox=true");

        using var response = await world.InspectAsync(TwoClouds.Token, region);

        ((int)response.StatusCode).ShouldBe(status, await response.Content.ReadAsStringAsync());
        world.China.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_caller_to_whom_they_are_closed_learns_so_before_the_body_is_read()
    {
        await using var world = await World.StartAsync(Closed);

        using var refused = await world.Http.PostAsync("/api/v1/sessions/inspect", new StringContent("nothing"));

        await refused.ShouldBeProblemAsync(403, "sessions_disabled");
    }

    private static async Task<HttpResponseMessage> AskAsync(TestGateway gateway, string route, string? header = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/sessions/{route}");
        if (header?.Split(": ") is [var name, var value]) request.Headers.TryAddWithoutValidation(name, value);
        request.Content = JsonContent.Create(new { sessionToken = TwoClouds.Token });
        return await gateway.Http.SendAsync(request);
    }
}
