namespace PhigrosLogin.Tests.Limits;

/// <summary>Under which names the gateway answers: a stranger's name that leads here gets nothing.</summary>
public class HostTests
{
    private static readonly string[] Routes = ["/api/LoginQrCode/GetNewQrCode", "/api/v1/logins/unknown", "/health/ready", "/", "/nothing"];

    [Theory]
    [InlineData("localhost")]
    [InlineData("LocalHost:5015")]
    [InlineData("127.0.0.1")]
    [InlineData("192.0.2.7:80")]
    [InlineData("[::1]")]
    [InlineData("[2001:db8::1]:81")]
    public async Task Without_a_public_url_this_machine_and_addresses_are_served(string host)
    {
        await using var world = await World.StartAsync();

        foreach (var route in Routes) (await AskAsync(world, route, $"Host: {host}\r\n")).Status.ShouldNotBe(400, route);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:5015")]
    [InlineData("localhost.evil.example")]
    [InlineData("evil.localhost")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("127.0.0.1.nip.io:80")]
    [InlineData("gate.example")]
    public async Task Without_a_public_url_a_name_is_refused_at_every_door_in_its_shape(string host)
    {
        await using var world = await World.StartAsync();

        foreach (var route in Routes)
        {
            var answer = await AskAsync(world, route, $"Host: {host}\r\n");
            Shape.Of(route).ShouldFit(answer, 400, "invalid_request");
            answer.Body.ShouldNotContain("evil");
        }
        (await world.AskAsync("POST", "/api/v1/logins", "{}", more: $"X-Forwarded-Host: {host}\r\n")).Body.ShouldNotContain(host);
    }

    [Theory]
    [InlineData("gate.example")]
    [InlineData("another.example")]
    [InlineData("localhost")]
    [InlineData("gateway:5015")]
    public async Task With_a_public_url_any_name_is_served_and_links_lead_to_it(string host)
    {
        await using var world = await World.StartAsync("--PublicUrl=https://gate.example");

        var answer = await RawHttp.SendAsync(world.Url, $"POST /api/v1/logins HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}");

        answer.Status.ShouldBe(201, answer.Body);
        answer.Headers["Location"].ShouldStartWith("https://gate.example/api/v1/logins/");
    }

    [Fact]
    public async Task A_caller_of_old_who_names_no_host_is_served()
    {
        await using var world = await World.StartAsync();

        var answer = await RawHttp.SendAsync(world.Url, "GET / HTTP/1.0\r\n\r\n");

        answer.Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("http://127.0.0.1:0", null, false)]
    [InlineData("http://localhost:{0}", null, false)]
    [InlineData("http://*:0", null, true)]
    [InlineData("http://0.0.0.0:0", null, true)]
    [InlineData("http://[::]:0", null, true)]
    [InlineData("http://127.0.0.1:0;http://0.0.0.0:0", null, true)]
    [InlineData("http://*:0", "https://gate.example", false)]
    public async Task An_operator_who_opens_the_gateway_to_others_without_a_name_is_told_once(string urls, string? publicUrl, bool isTold)
    {
        if (urls.Contains("{0}", StringComparison.Ordinal)) urls = urls.Replace("{0}", FreePort(), StringComparison.Ordinal);
        await using var world = await World.StartAsync(new ManualClock(), [$"--Urls={urls}", .. publicUrl is null ? (string[])[] : [$"--PublicUrl={publicUrl}"]]);

        world.Log.Lines.Count(line => line.Text.Contains("PublicUrl is not set", StringComparison.Ordinal)).ShouldBe(isTold ? 1 : 0);
    }

    private static Task<RawAnswer> AskAsync(World world, string path, string headers) =>
        RawHttp.SendAsync(world.Url, $"GET {path} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n");

    private static string FreePort()
    {
        using var probe = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        probe.Start();
        return ((System.Net.IPEndPoint)probe.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
