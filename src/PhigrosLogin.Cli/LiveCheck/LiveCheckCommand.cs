using System.CommandLine;
using PhigrosLogin.Client;

namespace PhigrosLogin.Cli.LiveCheck;

/// <summary>The command <c>live-check</c> and its options.</summary>
internal sealed class LiveCheckCommand
{
    private readonly Words _words;
    private readonly ToolSettings _settings;
    private readonly LiveCheckRun _run;
    private readonly bool _hasTerminal;
    private readonly Option<string> _region;
    private readonly Option<bool> _neverPlayed;
    private readonly Option<bool> _refuse;
    private readonly Option<bool> _slowDown;
    private readonly Option<bool> _go;
    private readonly Option<string> _report;

    public LiveCheckCommand(
        Words words, ToolSettings settings, Screen screen, Desk desk, TextWriter result,
        Option<string> region, Option<string> gateway)
    {
        (_words, _settings, _region, _hasTerminal) = (words, settings, region, desk.Input is not null);
        _run = new LiveCheckRun(words, settings, screen, desk, result);
        _neverPlayed = new Option<bool>("--never-played") { Description = words.AboutNeverPlayed };
        _refuse = new Option<bool>("--refuse") { Description = words.AboutRefuse };
        _slowDown = new Option<bool>("--slow-down") { Description = words.AboutSlowDown };
        _go = new Option<bool>("--go") { Description = words.AboutGo };
        _report = new Option<string>("--report")
        {
            Description = words.AboutReport,
            HelpName = "FOLDER",
            DefaultValueFactory = _ => "live-check-report",
        };

        Command = new Command("live-check", words.AboutLiveCheck);
        Option[] all = [region, gateway, _neverPlayed, _refuse, _slowDown, _report, _go];
        foreach (var option in all) Command.Options.Add(option);
    }

    public Command Command { get; }

    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(ParseResult asked, PhigrosLoginClient? gateway, CancellationToken cancellationToken)
    {
        // Without a terminal nobody can agree, and a login must not begin by accident.
        if (!_hasTerminal && !asked.GetValue(_go)) throw new EndingException(ExitCode.Usage, _words.LiveNeedsGo);
        var options = new LiveCheckOptions
        {
            Regions = asked.GetValue(_region) is { } name ? [_settings.Find(name)] : _settings.Regions,
            NeverPlayed = asked.GetValue(_neverPlayed),
            Refuse = asked.GetValue(_refuse),
            SlowDown = asked.GetValue(_slowDown),
            Gateway = gateway,
            ReportFolder = asked.GetValue(_report)!,
        };
        return _run.RunAsync(options, cancellationToken);
    }
}
