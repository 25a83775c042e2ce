using System.Globalization;
using PhigrosLogin.Bench.Driving;

namespace PhigrosLogin.Bench;

/// <summary>
/// What a run plays on: the constant upstream, the bare endpoint and the forwarder, which serve all measurements, and a
/// fresh gateway for each. All are processes of their own on loopback, with a folder that goes away with the run.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("phigroslogin-bench-");
    private int _gateways;

    private Stage(BenchOptions options) => Options = options;

    public BenchOptions Options { get; }

    public Extent Extent => Options.Extent;

    /// <summary>For what is asked of a process without being measured.</summary>
    public HttpClient Http { get; } = new();

    public Child Upstream { get; private set; } = null!;

    public Child Bare { get; private set; } = null!;

    public Child Forwarder { get; private set; } = null!;

    public static async Task<Stage> StartAsync(BenchOptions options)
    {
        var stage = new Stage(options);
        try
        {
            var own = Environment.ProcessPath!;
            var bare = Child.StartAsync(own, stage._folder.FullName, "bare");
            stage.Upstream = await Child.StartAsync(own, stage._folder.FullName, "upstream");
            stage.Forwarder = await Child.StartAsync(own, stage._folder.FullName, "forwarder", stage.Upstream.Url.OriginalString);
            stage.Bare = await bare;
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>A gateway with the upstream above, a store of its own in a file, and no limit on what its callers do.</summary>
    /// <param name="settings">Further settings, such as <c>--Polling:MinimumInterval=60s</c>; the later wins.</param>
    public Task<Child> StartGatewayAsync(params string[] settings)
    {
        var store = Path.Combine(_folder.FullName, Interlocked.Increment(ref _gateways).ToString(CultureInfo.InvariantCulture) + ".db");
        var upstream = Upstream.Url.OriginalString;
        return Child.StartAsync(
            Options.Gateway,
            _folder.FullName,
            [
                "--Urls=http://127.0.0.1:0", $"--Store={store}", "--Logging:LogLevel:Default=Warning",
                "--Limits:LoginsPerMinute=0", "--Limits:TokenCallsPerMinute=0", "--Upstream:CallsPerSecond=0",
                $"--Regions:cn:AccountsUrl={upstream}", $"--Regions:cn:ApiUrl={upstream}", $"--Regions:cn:CloudUrl={upstream}",
                .. settings,
            ]);
    }

    /// <summary>How many calls the upstream has had, whoever they came from.</summary>
    public async Task<long> UpstreamCallsAsync() =>
        long.Parse(await Http.GetStringAsync(new Uri(Upstream.Url, "/bench/calls")), CultureInfo.InvariantCulture);

    /// <summary>Where a file of that name lies in the run's folder.</summary>
    public string Place(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>A file in the run's folder, such as a script for wrk.</summary>
    public async Task<string> WriteFileAsync(string name, string text)
    {
        var path = Place(name);
        await File.WriteAllTextAsync(path, text);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var child in new[] { Forwarder, Bare, Upstream })
        {
            if (child is not null) await child.DisposeAsync();
        }
        Http.Dispose();
        _folder.Delete(recursive: true);
    }
}
