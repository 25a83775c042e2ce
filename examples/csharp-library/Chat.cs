using PhigrosLogin;

namespace Bot;

/// <summary>One player's login, from "login" to the stored token.</summary>
internal sealed class Chat(string player, Region region, PlayerLoginOptions options, TokenStore tokens)
{
    private readonly TaskCompletionSource<bool> _isItYou = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action _stop = () => { };
    private string? _lastMessage;

    public Task Completion { get; private set; } = Task.CompletedTask;

    public void Start(Action ended, CancellationToken stopping)
    {
        if (_lastMessage is not null) Say(_lastMessage);
        else
        {
            _lastMessage = "One moment…";
            Completion = RunAsync(ended, stopping);
        }
    }

    public void Receive(string word)
    {
        if (word == "stop") _stop();
        else _isItYou.TrySetResult(word == "yes");
    }

    private async Task RunAsync(Action ended, CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _stop = either.Cancel;
        try
        {
            using var login = await PlayerLogin.StartAsync(region, options, either.Token);
            Say($"Sign in here: {login.Link}"); // or send login.Picture.Png(scale: 8); on a phone login.AppLink opens the app
            Say(await login.WaitAsync(new Progress<LoginProgress>(Report), either.Token) switch
            {
                LoginOutcome.Succeeded done => await ConfirmAsync(done, either.Token),
                LoginOutcome.Denied => "You declined on TapTap.",
                LoginOutcome.Expired => "Time is up. Say login for another link.",
                LoginOutcome.NoPlayer => "This account has never played in this region.",
                _ => "TapTap's response was lost. Say login to try again.",
            });
        }
        catch (UpstreamException error)
        {
            Say($"{error.Message} Try again later.");
        }
        catch (OperationCanceledException)
        {
            Say("Stopped.");
        }
        finally
        {
            _stop = () => { };
            ended();
        }
    }

    // Anyone in the chat may have used the link: ask before you store anything.
    private async Task<string> ConfirmAsync(LoginOutcome.Succeeded done, CancellationToken cancellationToken)
    {
        Say($"Signed in as {done.Player.Nickname}. Is this you?");
        if (!await _isItYou.Task.WaitAsync(TimeSpan.FromMinutes(2), cancellationToken)) return "Nothing was stored.";
        tokens.Add(player, done.Region, done.SessionToken);
        return tokens.IsOn ? "You are bound." : "The token was not kept: PHIGROS_TOKEN_FILE is not set.";
    }

    private void Report(LoginProgress progress)
    {
        if (progress is LoginProgress.Scanned) Say("Scanned: now confirm on your phone.");
    }

    private void Say(string message) => Console.Error.WriteLine($"{player}: {_lastMessage = message}");

    /// <summary>The live TapTap service, or the simulator at PHIGROS_UPSTREAM.</summary>
    public static Region RegionFrom(Func<string, string?> setting)
    {
        var usual = setting("PHIGROS_REGION") == "global" ? Region.International : Region.China;
        if (setting("PHIGROS_UPSTREAM") is not { } address) return usual;
        var simulator = new Uri(address);
        return new Region
        {
            Name = usual.Name,
            AccountsUrl = simulator,
            ApiUrl = simulator,
            CloudUrl = simulator,
            ClientId = usual.ClientId,
            AppKey = usual.AppKey,
            LinkHosts = [.. usual.LinkHosts, simulator.Host],
        };
    }
}
