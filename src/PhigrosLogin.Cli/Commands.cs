using System.CommandLine;
using PhigrosLogin.Cli.LiveCheck;
using PhigrosLogin.Client;

namespace PhigrosLogin.Cli;

/// <summary>The commands and their options.</summary>
internal sealed class Commands
{
    private readonly Words _words;
    private readonly ToolSettings _settings;
    private readonly Screen _screen;
    private readonly ResultOutput _result;
    private readonly TextWriter _prompt;
    private readonly Option<string> _gateway;
    private readonly Option<string> _region;
    private readonly Option<bool> _json;
    private readonly Option<string> _tokenFile;
    private readonly LiveCheckCommand _liveCheck;

    public Commands(Words words, ToolSettings settings, Screen screen, Desk desk, ResultOutput result, TextWriter prompt)
    {
        (_words, _settings, _screen, _result, _prompt) = (words, settings, screen, result, prompt);
        _gateway = new Option<string>("--gateway") { Description = words.AboutGateway, HelpName = "URL" };
        _region = new Option<string>("--region") { Description = words.AboutRegion };
        _region.AcceptOnlyFromAmong("cn", "global");
        _json = new Option<bool>("--json") { Description = words.AboutJson };
        _tokenFile = new Option<string>("--token-file") { Description = words.AboutTokenFile, HelpName = "FILE" };

        Root = new RootCommand(words.About);
        Root.Subcommands.Add(Command("login", words.AboutLogin, LoginAsync, _region, _gateway, _json));
        Root.Subcommands.Add(Command("inspect", words.AboutInspect, InspectAsync, _region, _gateway, _json, _tokenFile));
        Root.Subcommands.Add(Command("rotate", words.AboutRotate, RotateAsync, _region, _gateway, _json, _tokenFile));
        _liveCheck = new LiveCheckCommand(words, settings, screen, desk, result.Writer, _region, _gateway);
        _liveCheck.Command.SetAction(LiveCheckAsync);
        Root.Subcommands.Add(_liveCheck.Command);
    }

    public RootCommand Root { get; }

    private async Task LoginAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        using var client = Client(asked);
        _result.Test();
        if (client is not null) await GatewayLogin.RunAsync(client, asked.GetValue(_region), _screen, _words, done => Write(done, asked), cancellationToken);
        else Write(await DirectLogin.RunAsync(_settings.Find(asked.GetValue(_region) ?? "cn"), _settings, _screen, _words, cancellationToken), asked);
    }

    private async Task InspectAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        using var client = Client(asked);
        var token = await TokenAsync(asked, cancellationToken);
        var session = client is null
            ? await DirectCare.InspectAsync(token, Regions(asked), _settings, cancellationToken)
            : await client.InspectAsync(new Credential(token.Reveal()), asked.GetValue(_region), cancellationToken);

        var isGood = session is { IsValid: true };
        if (asked.GetValue(_json)) _result.Write(isGood ? Report.Json(session!) : Report.SessionNotFound());
        else if (isGood) _result.Write(Report.Text(session!));
        if (!isGood) throw new EndingException(ExitCode.Refused, _words.SessionNotFound);
    }

    private async Task RotateAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        using var client = Client(asked);
        var token = await TokenAsync(asked, cancellationToken);
        _result.Test();
        // NOTE: not to be cancelled: its answer comes once.
        var fresh = client is null
            ? await DirectCare.RotateAsync(token, Regions(asked), _settings, _words, cancellationToken)
            : (await client.RotateAsync(new Credential(token.Reveal()), asked.GetValue(_region), CancellationToken.None)).SessionToken;

        if (fresh is null) throw new EndingException(ExitCode.Refused, _words.SessionNotFound);
        _result.WriteToken(asked.GetValue(_json) ? Report.Rotated(fresh.Reveal()) : fresh.Reveal(), fresh.Reveal());
        _screen.End(_words.Rotated);
    }

    private async Task<int> LiveCheckAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        using var client = Client(asked);
        return await _liveCheck.RunAsync(asked, client, cancellationToken);
    }

    // NOTE: the token first: a terminal that has gone must not take it along.
    private void Write(SignIn done, ParseResult asked)
    {
        _result.WriteToken(asked.GetValue(_json) ? Report.Json(done) : done.SessionToken.Reveal(), done.SessionToken.Reveal());
        _screen.End(_words.SignedIn(done.DisplayName, done.Region));
    }

    private PhigrosLoginClient? Client(ParseResult asked)
    {
        if (asked.GetValue(_gateway) is not { } address) return null;
        var key = Environment.GetEnvironmentVariable("PHIGROS_CLIENT_SECRET");
        if (!string.IsNullOrEmpty(key) && key.AsSpan().ContainsAnyExceptInRange('!', '~')) throw new EndingException(ExitCode.Usage, _words.BadKey);
        try
        {
            return new PhigrosLoginClient(new PhigrosLoginClientOptions
            {
                Gateway = Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri : null,
                ClientSecret = string.IsNullOrEmpty(key) ? null : new Credential(key),
                Language = _words.Language,
            });
        }
        catch (ArgumentException)
        {
            throw new EndingException(ExitCode.Usage, _words.BadGateway);
        }
    }

    private Task<Secret> TokenAsync(ParseResult asked, CancellationToken cancellationToken) => TokenInput.ReadAsync(
        asked.GetValue(_tokenFile), _words, text => { _prompt.Write(text); _prompt.Flush(); }, cancellationToken);

    private IReadOnlyList<Region> Regions(ParseResult asked) =>
        asked.GetValue(_region) is { } name ? [_settings.Find(name)] : _settings.Regions;

    private static Command Command(string name, string about, Func<ParseResult, CancellationToken, Task> act, params Option[] options)
    {
        var command = new Command(name, about);
        foreach (var option in options) command.Options.Add(option);
        command.SetAction(act);
        return command;
    }
}
