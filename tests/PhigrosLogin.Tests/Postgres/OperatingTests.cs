using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Tests.Examples;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Postgres;

/// <summary>
/// What docs/operating.md tells an operator to type works as it stands. Promise 40: nobody notices a rolling restart, by
/// real processes behind a real nginx.
/// </summary>
public sealed partial class OperatingTests
{
    [Fact]
    public async Task The_commands_of_the_guide_give_two_gateways_that_are_replaced_in_mid_login_without_one_failed_request()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var sandbox = await SandboxUpstream.StartAsync(
            new SandboxOptions { Region = SandboxRegion.China, LinkBase = SandboxRegion.China.PublicLinkBase, DefaultScript = null }, TimeProvider.System);
        using var folder = new TempFolder();
        var port = FreePort();
        var guide = Adapted(Repository.Read("docs/operating.md"), server, port, folder.Path);
        var blocks = Block().Matches(guide).Select(block => (Kind: block.Groups["kind"].Value, Text: block.Groups["text"].Value)).ToList();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "site.conf"), blocks.Single(block => block.Kind == "nginx").Text);
        var commands = blocks.Where(block => block.Kind == "sh").Select(block => block.Text).ToList();
        await using var shell = await OperatorShell.StartAsync(folder.Path, server, sandbox.Url);

        foreach (var command in commands.SkipLast(1)) await shell.RunAsync(command);
        shell.Said.ShouldContain("https://gate.example/l/");
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var login = await http.OpenAsync();
        sandbox.Codes.Confirm(await login.LookAsync());
        var outcomes = await SteadyCallers.DuringAsync(() => shell.RunAsync(commands[^1]), http.BaseAddress, 100);

        outcomes.Keys.ShouldBe(["CheckQRCode 200", "look 200", "regions 200", "start 201"], ignoreOrder: true, customMessage: string.Join('\n', outcomes));
        outcomes.Values.Sum().ShouldBeGreaterThan(200);
        await login.UntilAsync("succeeded");
        using var result = await login.ResultAsync();
        (await result.Content.ReadAsStringAsync()).ShouldContain("sessionToken");
        shell.Said.ShouldNotContain("fail:");
    }

    // The ports of a machine that others use too; the program has been built already, as it is under test.
    private static string Adapted(string guide, PostgresServer server, int port, string folder)
    {
        var built = AppContext.BaseDirectory.Contains("/Debug/", StringComparison.Ordinal) ? "Debug" : "Release";
        const string publish = "dotnet publish src/PhigrosLogin.Server --configuration Release";
        const string site = "/etc/nginx/conf.d/phigros-login.conf";
        const string settings = "PublicUrl=https://gate.example\n";
        foreach (var told in (string[])[publish, $"site={site}\n", settings, "Put `Drain=2s`\ninto `gateway.env`"]) guide.ShouldContain(told);
        return guide.Replace(publish, $"dotnet publish {Repository.File("src/PhigrosLogin.Server")} --no-build --configuration {built}", StringComparison.Ordinal)
            .Replace(site, Path.Combine(folder, "site.conf"), StringComparison.Ordinal)
            .Replace(settings, $"{settings}Drain=2s\n", StringComparison.Ordinal)
            .Replace("5432", server.Port, StringComparison.Ordinal)
            .Replace("5015", $"{FreePort()}", StringComparison.Ordinal)
            .Replace("5016", $"{FreePort()}", StringComparison.Ordinal)
            .Replace("8080", $"{port}", StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"^```(?<kind>sh|nginx)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();}
