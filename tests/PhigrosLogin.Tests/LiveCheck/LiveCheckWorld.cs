using System.CommandLine;
using PhigrosLogin.Cli;
using PhigrosLogin.Cli.LiveCheck;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.LiveCheck;

/// <summary>The tool's command live-check, whose TapTap is a sandbox for each region, with players who do as they are told. Waiting moves the clock.</summary>
internal sealed class LiveCheckWorld : IAsyncDisposable
{
    private readonly ManualClock _clock = new();
    private readonly StringWriter _output = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("live-check-");
    private readonly List<(SandboxUpstream Sandbox, WireTap Tap)> _upstreams = [];

    /// <summary>What the player does with the first code of a region, the second and so on.</summary>
    public IReadOnlyList<SandboxScript> Scripts { get; init; } = [SandboxScript.Confirm, SandboxScript.Refuse, SandboxScript.SlowDown];

    /// <summary>What every request gets instead of the sandbox's answer.</summary>
    public Fault? Broken { get; init; }

    /// <summary>What the person types; null where there is nobody.</summary>
    public string? Typed { get; init; }

    /// <summary>Lines that are added to every answer's head.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    public bool IsChinese { get; init; }

    public string Console => _output.ToString();

    public string Report => File.ReadAllText(Path.Combine(_folder.FullName, "report.md"));

    public IReadOnlyList<WireFixture> Captured =>
        [.. Directory.GetFiles(Path.Combine(_folder.FullName, "wire")).Order(StringComparer.Ordinal).Select(WireFixture.Read)];

    /// <summary>All that the report's folder holds.</summary>
    public string Written => string.Concat(_folder.EnumerateFiles("*", SearchOption.AllDirectories).Select(file => File.ReadAllText(file.FullName)));

    public IEnumerable<WireTap> Taps => _upstreams.Select(upstream => upstream.Tap);

    public IEnumerable<SandboxUpstream> Sandboxes => _upstreams.Select(upstream => upstream.Sandbox);

    /// <summary>The lines of a part of the report.</summary>
    public IReadOnlyList<string> Part(string title) =>
        Report.Split($"## {title}\n\n")[1].Split("\n\n")[0] is var part && part == "Nothing." ? [] : part.Split('\n');

    public async Task<int> RunAsync(SandboxVariants variants, params string[] words)
    {
        var environment = new Dictionary<string, string>();
        foreach (var region in (SandboxRegion[])[SandboxRegion.China, SandboxRegion.International])
        {
            var sandbox = await SandboxUpstream.StartAsync(
                new SandboxOptions { Region = region, LinkBase = region.PublicLinkBase, DefaultScript = null, Variants = variants }, _clock);
            var tap = new WireTap(sandbox.Url, Broken, [.. Headers]);
            _upstreams.Add((sandbox, tap));
            foreach (var role in (string[])["AccountsUrl", "ApiUrl", "CloudUrl"]) environment[$"Regions__{region.Name}__{role}"] = tap.Url.ToString();
        }
        var desk = new Desk(_output, _clock) { WaitAsync = WaitAsync, Input = Typed is null ? null : new StringReader(Typed) };
        var say = new Words(IsChinese);
        using var screen = new Screen(_output, isTerminal: false, say, _clock);
        var result = new ResultOutput(_output, () => { }, screen, say);
        var commands = new Commands(say, new ToolSettings(environment, say), screen, desk, result, _output);
        var asked = commands.Root.Parse(["live-check", "--report", _folder.FullName, .. words]);
        asked.Errors.ShouldBeEmpty();
        return await asked.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (sandbox, tap) in _upstreams)
        {
            await tap.DisposeAsync();
            await sandbox.DisposeAsync();
        }
        await _output.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private Task WaitAsync(TimeSpan span, CancellationToken cancellationToken)
    {
        foreach (var codes in Sandboxes.Select(sandbox => sandbox.Codes))
        {
            foreach (var code in codes.Open.Where(code => code is { State: SandboxCodeState.Pending, Script: null }))
            {
                codes.Script(code.UserCode, Scripts[(int)codes.Issued - 1], TimeSpan.FromSeconds(12));
            }
        }
        _clock.Advance(span);
        return Task.CompletedTask;
    }
}
