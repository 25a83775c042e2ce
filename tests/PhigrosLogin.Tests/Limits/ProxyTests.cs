using System.Diagnostics;
using PhigrosLogin.Server;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Limits;

/// <summary>Promise 35: who a caller is behind a proxy, and that nobody else can say who they are.</summary>
public class ProxyTests
{
    [Theory]
    [InlineData("loopback", "192.0.2.1", "192.0.2.2", false)]
    [InlineData("", "192.0.2.1", "192.0.2.2", false)]
    [InlineData("127.0.0.1", "192.0.2.1", "192.0.2.2", false)]
    [InlineData("10.0.0.0/8,127.0.0.0/8", "192.0.2.1", "192.0.2.2", false)]
    [InlineData("10.0.0.0/8", "192.0.2.1", "192.0.2.2", true)]
    [InlineData("none", "192.0.2.1", "192.0.2.2", true)]
    [InlineData("loopback", "2001:db8:1:2::1", "2001:db8:1:2:aaaa::9", true)]
    [InlineData("loopback", "2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("loopback", "[2001:db8:1:2::1]:4711", "2001:db8:1:2::2", true)]
    [InlineData("loopback", "192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("loopback", "192.0.2.1", "203.0.113.9, 192.0.2.1", true)]
    [InlineData("loopback", "192.0.2.1", "192.0.2.1, 203.0.113.9", false)]
    [InlineData("loopback,203.0.113.0/24", "192.0.2.1", "192.0.2.1, 203.0.113.9", true)]
    [InlineData("loopback", "nonsense", "192.0.2.1, nonsense", true)]
    public async Task Two_callers_are_one_or_two_by_what_a_trusted_proxy_says_of_them(string trusted, string one, string other, bool areOne)
    {
        await using var world = await World.StartAsync("--Limits:LoginsPerMinute=1", $"--TrustedProxies={trusted}");

        var first = await StartAsync(world, $"X-Forwarded-For: {one}\r\n");
        var second = await StartAsync(world, $"X-Forwarded-For: {other}\r\n");

        first.Status.ShouldBe(201, first.Body);
        second.Status.ShouldBe(areOne ? 429 : 201, second.Body);
    }

    [Theory]
    [InlineData("X-Real-IP: 192.0.2.{0}\r\n")]
    [InlineData("Forwarded: for=192.0.2.{0}\r\n")]
    [InlineData("X-Original-For: 192.0.2.{0}\r\n")]
    [InlineData("X-Client-IP: 192.0.2.{0}\r\n")]
    public async Task Other_headers_that_tell_an_address_are_believed_of_nobody(string header)
    {
        await using var world = await World.StartAsync("--Limits:LoginsPerMinute=1");

        await StartAsync(world, header.Replace("{0}", "1", StringComparison.Ordinal));
        var second = await StartAsync(world, header.Replace("{0}", "2", StringComparison.Ordinal));

        second.Status.ShouldBe(429, second.Body);
    }

    [Fact]
    public async Task A_crowd_of_addresses_has_a_limit_together_in_which_nobody_has_more_than_theirs()
    {
        await using var world = await World.StartAsync("--Limits:LoginsPerMinute=3", "--Limits:MaxLogins=100");

        var greedy = await CrowdAsync(world, 5, _ => "192.0.2.1");
        var others = await CrowdAsync(world, 20, number => $"198.51.100.{number}");

        greedy.Count(status => status == 201).ShouldBe(3);
        others.ShouldBe([.. Enumerable.Repeat(201, 7), .. Enumerable.Repeat(429, 13)]);
    }

    [Theory]
    [InlineData("loopback", "https")]
    [InlineData("none", "http")]
    public async Task The_scheme_of_links_is_what_a_trusted_proxy_says_and_their_host_is_not(string trusted, string scheme)
    {
        await using var world = await World.StartAsync($"--TrustedProxies={trusted}");

        var answer = await StartAsync(world, "X-Forwarded-Proto: https\r\nX-Forwarded-Host: evil.example\r\n");

        answer.Headers["Location"].ShouldStartWith($"{scheme}://localhost/api/v1/logins/");
        answer.Body.ShouldNotContain("evil");
    }

    [Theory]
    [InlineData("--TrustedProxies=10.0.0.0/33", "TrustedProxies must be addresses")]
    [InlineData("--TrustedProxies=proxy.example", "TrustedProxies must be addresses")]
    [InlineData("--TrustedProxies=none,loopback", "TrustedProxies must be addresses")]
    [InlineData("--TrustedProxies:0=loopback", null)]
    [InlineData("--TrustedProxies=::1, 10.1.2.3 ,fd00::/8", null)]
    [InlineData("--FORWARDEDHEADERS_ENABLED=true", "ASPNETCORE_FORWARDEDHEADERS_ENABLED would let every caller choose their address")]
    public async Task What_cannot_be_a_list_of_proxies_stops_the_start(string setting, string? sentence)
    {
        var start = async () =>
        {
            await using var world = await World.StartAsync(setting);
        };

        if (sentence is null) await start.ShouldNotThrowAsync();
        else (await start.ShouldThrowAsync<SettingsException>()).Message.ShouldContain(sentence);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task The_frameworks_own_switch_stops_the_start(string value)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "PhigrosLogin.Server"), ["--Urls=http://127.0.0.1:0", "--Store=memory"])
        {
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = value;

        using var program = Process.Start(start)!;
        var said = await program.StandardError.ReadToEndAsync();
        await program.WaitForExitAsync();

        program.ExitCode.ShouldBe(2);
        said.ShouldStartWith("ASPNETCORE_FORWARDEDHEADERS_ENABLED would let every caller choose their address: unset it and name your proxies in TrustedProxies.");
    }

    private static Task<RawAnswer> StartAsync(World world, string header) => world.AskAsync("POST", "/api/v1/logins", "{}", more: header);

    private static async Task<int[]> CrowdAsync(World world, int size, Func<int, string> address)
    {
        var statuses = new List<int>();
        while (statuses.Count < size) statuses.Add((await StartAsync(world, $"X-Forwarded-For: {address(statuses.Count)}\r\n")).Status);
        return [.. statuses];
    }
}
