using System.Net;
using System.Net.Sockets;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Tests.Documents;
using PhigrosLogin.Tests.Examples;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Postgres;

/// <summary>
/// What docs/operating.md tells an operator of several gateways to type works as it stands. Promise 40: nobody notices a
/// rolling restart, by real processes behind a real nginx.
/// </summary>
public sealed class OperatingTests
{
    private const string Guide = "docs/operating.md";

    [Fact]
    [Runs(Guide, "The database")]
    [Runs(Guide, "Shared configuration")]
    [Runs(Guide, "Two instances")]
    [Runs(Guide, "nginx")]
    [Runs(Guide, "Rolling upgrades")]
    [Runs(Guide, "Back up and restore PostgreSQL")]
    public async Task The_commands_of_the_guide_give_two_gateways_that_are_replaced_in_mid_login_without_one_failed_request_and_a_dump_that_can_be_restored()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var sandbox = await SandboxUpstream.StartAsync(
            new SandboxOptions { Region = SandboxRegion.China, LinkBase = SandboxRegion.China.PublicLinkBase, DefaultScript = null }, TimeProvider.System);
        using var folder = new TempFolder();
        var port = FreePort();
        var here = Here(server, port, folder.Path);
        var blocks = RunsAttribute.BlocksOf(typeof(OperatingTests));
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "site.conf"), Adapted(blocks.Single(block => block.Language == "nginx")));
        var commands = blocks.Where(block => block.Language == "sh").Select(Adapted).ToList();
        await using var shell = await OperatorShell.StartAsync(folder.Path, server, sandbox.Url);

        foreach (var command in commands.SkipLast(3)) await shell.RunAsync(command);
        shell.Said.ShouldContain("https://gate.example/l/");
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var login = await http.OpenAsync();
        sandbox.Codes.Confirm(await login.LookAsync());
        var outcomes = await SteadyCallers.DuringAsync(() => shell.RunAsync(commands[^3]), http.BaseAddress, 100);

        outcomes.Keys.ShouldBe(["CheckQRCode 200", "look 200", "regions 200", "start 201"], ignoreOrder: true, customMessage: string.Join('\n', outcomes));
        outcomes.Values.Sum().ShouldBeGreaterThan(200);
        await login.UntilAsync("succeeded");
        foreach (var command in commands.TakeLast(2)) await shell.RunAsync(command);

        using var result = await login.ResultAsync();
        (await result.Content.ReadAsStringAsync()).ShouldContain("sessionToken");
        shell.Said.ShouldNotContain("fail:");

        string Adapted(CodeBlock block) => here.Aggregate(block.Text, (text, each) => text.Replace(each.Guide, each.Here, StringComparison.Ordinal));
    }

    // The ports of a machine that others use too; the program has been built already, as it is under test.
    private static (string Guide, string Here)[] Here(PostgresServer server, int port, string folder) =>
    [
        ("dotnet publish src/PhigrosLogin.Server --configuration Release", $"dotnet publish {Repository.File("src/PhigrosLogin.Server")} --no-build --configuration {new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name}"),
        ("site=/etc/nginx/conf.d/phigros-login.conf", $"site={Path.Combine(folder, "site.conf")}"),
        ("5432", server.Port), ("5015", $"{FreePort()}"), ("5016", $"{FreePort()}"), ("8080", $"{port}"),
    ];

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
