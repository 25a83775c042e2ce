using PhigrosLogin;

namespace Bot;

/// <summary>One player's login, from "login" to the token that is stored.</summary>
internal sealed class Chat(string player, Region region, PlayerLoginOptions options)
{
    private readonly TaskCompletionSource<bool> _isItYou = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action _stop = () => { };
    private string? _lastWords;

    public Task Over { get; private set; } = Task.CompletedTask;

    public void Begin(Action over, CancellationToken ending)
    {
        if (_lastWords is not null) Say(_lastWords);
        else
        {
            _lastWords = "One moment…";
            Over = RunAsync(over, ending);
        }
    }

    public void Hear(string word)
    {
        if (word == "stop") _stop();
        else _isItYou.TrySetResult(word == "yes");
    }

    private async Task RunAsync(Action over, CancellationToken ending)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ending);
        _stop = either.Cancel;
        try
        {
            using var login = await PlayerLogin.StartAsync(region, options, either.Token);
            Say($"Sign in here: {login.Link}"); // or send login.Picture.Png(scale: 8); on a phone login.AppLink opens the app
            Say(await login.WaitAsync(new Progress<LoginProgress>(Tell), either.Token) switch
            {
                LoginOutcome.Succeeded done => await ConfirmAsync(done, either.Token),
                LoginOutcome.Denied => "You refused in TapTap.",
                LoginOutcome.Expired => "Time is up. Say login for another link.",
                LoginOutcome.NoPlayer => "This account has never played in this region.",
                _ => "TapTap's answer got lost. Say login to do it once more.",
            });
        }
        catch (UpstreamException trouble)
        {
            Say($"{trouble.Message} Try again later.");
        }
        catch (OperationCanceledException)
        {
            Say("Stopped.");
        }
        finally
        {
            _stop = () => { };
            over();
        }
    }

    // The link may have been used by somebody else in the chat, so nothing is stored before the player says that it is them.
    private async Task<string> ConfirmAsync(LoginOutcome.Succeeded done, CancellationToken cancellationToken)
    {
        Say($"Signed in as {done.Player.Nickname}. Is this you?");
        if (!await _isItYou.Task.WaitAsync(TimeSpan.FromMinutes(2), cancellationToken)) return "Then nothing is kept.";
        // Your database, encrypted: player, region, token.
        await Console.Out.WriteLineAsync($"{player} {done.Region.Name} {done.SessionToken.Reveal()}");
        return "You are bound.";
    }

    private void Tell(LoginProgress progress)
    {
        if (progress is LoginProgress.Scanned) Say("Scanned: now confirm on your phone.");
    }

    private void Say(string words) => Console.Error.WriteLine($"{player}: {_lastWords = words}");

    /// <summary>The real TapTap, unless a practice one is named.</summary>
    public static Region RegionFrom(Func<string, string?> setting)
    {
        var usual = setting("PHIGROS_REGION") == "global" ? Region.International : Region.China;
        if (setting("PHIGROS_UPSTREAM") is not { } address) return usual;
        var practice = new Uri(address);
        return new Region
        {
            Name = usual.Name,
            AccountsUrl = practice,
            ApiUrl = practice,
            CloudUrl = practice,
            ClientId = usual.ClientId,
            AppKey = usual.AppKey,
            LinkHosts = [.. usual.LinkHosts, practice.Host],
        };
    }
}
