using System.Diagnostics;
using System.Security.Cryptography;
using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests.OAuth;

/// <summary>
/// OAuth libraries as others publish them, with a small program each (tests/clients) that uses it as its documentation says.
/// npm fetches two of them, by their lock files; the third is Debian's.
/// </summary>
public sealed class StockClients : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("phigros-login-clients-").FullName;

    /// <summary>Those that run on Node.</summary>
    public static IReadOnlyList<string> OfNode { get; } = FullLength.Or<string[]>(everyday: ["openid-client"], full: ["openid-client", "oauth4webapi"]);

    public static IReadOnlyList<string> Names { get; } = FullLength.Or<string[]>(everyday: [.. OfNode], full: [.. OfNode, "cli-oauth"]);

    public async ValueTask InitializeAsync()
    {
        foreach (var name in OfNode) await InstallAsync(name);
        if (FullLength.IsOff) return;
        // Modules off: the library comes from Debian's folder and from nowhere else. Without cgo no C compiler is needed.
        await RunAsync("go", ["build", "-o", Path.Combine(_folder, "cli-oauth"), Repository.File("tests/clients/cli-oauth/login.go")], _folder,
            ("GO111MODULE", "off"), ("GOPATH", "/usr/share/gocode"), ("GOFLAGS", ""), ("CGO_ENABLED", "0"), ("GOCACHE", Path.Combine(AppContext.BaseDirectory, "go-cache")));
    }

    /// <summary>Starts a client for the gateway at this origin.</summary>
    internal RunningExample Start(string client, Uri gateway, params string[] identity)
    {
        var issuer = gateway.ToString().TrimEnd('/');
        var (program, first) = client == "cli-oauth" ? (Path.Combine(_folder, client), Array.Empty<string>()) : ("node", [Path.Combine(_folder, client, "login.mjs")]);
        return RunningExample.Start(program, [.. first, issuer, .. identity], new Dictionary<string, string>());
    }

    /// <summary>Runs what somebody wrote for openid-client.</summary>
    internal RunningExample Run(string script)
    {
        var file = Path.Combine(_folder, "openid-client", $"{RandomNumberGenerator.GetHexString(8)}.mjs");
        File.WriteAllText(file, script);
        return RunningExample.Start("node", [file], new Dictionary<string, string>());
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task InstallAsync(string client)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, client)).FullName;
        foreach (var file in (string[])["package.json", "package-lock.json", "login.mjs"]) File.Copy(Repository.File($"tests/clients/{client}/{file}"), Path.Combine(folder, file));
        await RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder);
    }

    private static async Task RunAsync(string program, string[] arguments, string folder, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var patience = new CancellationTokenSource(Patience);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}: {await output}{await errors}");
    }
}
