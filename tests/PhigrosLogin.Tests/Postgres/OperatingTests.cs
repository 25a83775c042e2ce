using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Tests.Examples;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Postgres;

/// <summary>What docs/operating.md tells an operator to type works as it stands.</summary>
public sealed partial class OperatingTests
{
    [Fact]
    public async Task The_commands_of_the_guide_give_two_gateways_that_can_be_replaced_in_mid_login()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var sandbox = await SandboxUpstream.StartAsync(
            new SandboxOptions { Region = SandboxRegion.China, LinkBase = SandboxRegion.China.PublicLinkBase, DefaultScript = null }, TimeProvider.System);
        using var folder = new TempFolder();
        var port = FreePort();
        var guide = Adapted(Repository.Read("docs/operating.md"), server, port);
        var blocks = Block().Matches(guide).Select(block => (Kind: block.Groups["kind"].Value, Text: block.Groups["text"].Value)).ToList();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "site.conf"), blocks.Single(block => block.Kind == "nginx").Text);
        var commands = blocks.Where(block => block.Kind == "sh").Select(block => block.Text).ToList();
        await using var shell = await OperatorShell.StartAsync(folder.Path, server, sandbox.Url);

        foreach (var command in commands.SkipLast(1)) await shell.RunAsync(command);
        shell.Said.ShouldContain("https://gate.example/l/");
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var login = await http.OpenAsync();
        sandbox.Codes.Confirm(await login.LookAsync());
        await shell.RunAsync(commands[^1]);

        await login.UntilAsync("succeeded");
        using var result = await login.ResultAsync();
        (await result.Content.ReadAsStringAsync()).ShouldContain("sessionToken");
        shell.Said.ShouldNotContain("fail:");
    }

    // The ports of a machine that others use too; the program has been built already, as it is under test.
    private static string Adapted(string guide, PostgresServer server, int port)
    {
        var built = AppContext.BaseDirectory.Contains("/Debug/", StringComparison.Ordinal) ? "Debug" : "Release";
        const string publish = "dotnet publish src/PhigrosLogin.Server --configuration Release";
        guide.ShouldContain(publish);
        return guide.Replace(publish, $"dotnet publish {Repository.File("src/PhigrosLogin.Server")} --no-build --configuration {built}", StringComparison.Ordinal)
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
