using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;

namespace PhigrosLogin.Tests.Logins;

/// <summary>The gateway as a program of its own, to be stopped by signals.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;

    private GatewayProcess(Process process, Uri url)
    {
        (_process, _output) = (process, process.StandardOutput.ReadToEndAsync());
        Http = new HttpClient { BaseAddress = url };
    }

    public HttpClient Http { get; }

    public Uri Url => Http.BaseAddress!;

    public static async Task<GatewayProcess> StartAsync(IEnumerable<string> settings)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "PhigrosLogin.Server"), ["--Urls=http://127.0.0.1:0", "--Limits:StartsPerMinute=0", .. settings])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        while (line?.StartsWith("PhigrosLogin listens on ", StringComparison.Ordinal) == false) line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        return new GatewayProcess(process, new Uri(line.ShouldNotBeNull("it did not start").Split(' ')[3]));
    }

    /// <summary>Opens a login of region cn.</summary>
    public async Task<(string Id, string Secret)> OpenAsync()
    {
        using var response = await Http.PostAsJsonAsync("/api/v1/logins", new { region = "cn" });
        var opened = await response.JsonAsync();
        return (opened.Text("id"), opened.Text("claimSecret"));
    }

    /// <summary>Looks, so that a code is asked for.</summary>
    public async Task LookAsync((string Id, string Secret) login)
    {
        using var response = await Http.GetAsync($"/api/v1/logins/{login.Id}?qr=true");
        response.EnsureSuccessStatusCode();
    }

    /// <summary>SIGTERM.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end and gives its exit code.</summary>
    public async Task<int> EndedAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>kill -9, if it is still there.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        await _output;
        _process.Dispose();
        Http.Dispose();
    }
}
