using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using PhigrosLogin.Server.Http;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Sessions;

/// <summary>Who may ask after sessions.</summary>
public class SessionAccessTests
{
    private const string Key = "a key of the operator's";

    private static readonly string KeyGiven = $"--Clients:bot:Secret=sha256:{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))}";

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.8.9.10", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("192.168.1.20", false)]
    [InlineData("203.0.113.9", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("::ffff:203.0.113.9", false)]
    [InlineData(null, false)]
    public async Task They_are_open_to_this_machine_alone_unless_the_operator_says_otherwise(string? caller, bool isOpen)
    {
        await using var closed = await World.StartAsync(new ManualClock());
        await using var open = await World.StartAsync(new ManualClock(), "--Sessions:AllowAnonymous=true", "--PublicUrl=https://gate.example");
        await using var keyed = await World.StartAsync(new ManualClock(), KeyGiven);
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = caller is null ? null : IPAddress.Parse(caller);

        SessionAccess.IsOpenTo(context, closed.Gateway.Options).ShouldBe(isOpen);
        SessionAccess.IsOpenTo(context, open.Gateway.Options).ShouldBeTrue();
        SessionAccess.IsOpenTo(context, keyed.Gateway.Options).ShouldBeTrue();
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    [InlineData("Forwarded", "for=203.0.113.9")]
    [InlineData("X-Real-IP", "203.0.113.9")]
    [InlineData("Via", "1.1 proxy")]
    public async Task A_proxy_on_this_machine_is_not_this_machine(string header, string value)
    {
        await using var closed = await World.StartAsync();
        await using var open = await World.StartAsync("--Sessions:AllowAnonymous=true");

        foreach (var route in new[] { "inspect", "rotate" })
        {
            using var refused = await AskAsync(closed, route, header, value);
            using var taken = await AskAsync(open, route, header, value);

            await refused.ShouldBeProblemAsync(401, "client_credential_required");
            ((int)taken.StatusCode).ShouldBe(route == "inspect" ? 200 : 404);
        }
        closed.China.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nor_is_an_nginx_that_says_nothing_of_itself()
    {
        await using var world = await World.StartAsync();
        await using var nginx = await Nginx.StartAsync(world.Url);
        using var stranger = new HttpClient { BaseAddress = nginx.Url };

        using var refused = await stranger.PostAsJsonAsync("/api/v1/sessions/inspect", new { sessionToken = TwoClouds.Token });
        using var weather = await stranger.GetAsync("/api/v1/regions");

        await refused.ShouldBeProblemAsync(401, "client_credential_required");
        weather.StatusCode.ShouldBe(HttpStatusCode.OK);
        world.China.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("https://gate.example", 401)]
    [InlineData("http://localhost:5015", 200)]
    public async Task A_gateway_with_a_public_address_has_callers_from_everywhere(string publicUrl, int status)
    {
        await using var world = await World.StartAsync($"--PublicUrl={publicUrl}");

        using var answer = await world.InspectAsync(TwoClouds.Token);

        ((int)answer.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task With_keys_they_are_open_to_who_has_one()
    {
        await using var world = await World.StartAsync("--PublicUrl=https://gate.example", KeyGiven);

        using var answer = await AskAsync(world, "inspect", "X-Api-Key", Key);

        ((int)answer.StatusCode).ShouldBe(200);
    }

    private static async Task<HttpResponseMessage> AskAsync(TestGateway gateway, string route, string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/sessions/{route}");
        request.Headers.TryAddWithoutValidation(header, value);
        request.Content = JsonContent.Create(new { sessionToken = TwoClouds.Token });
        return await gateway.Http.SendAsync(request);
    }
}
