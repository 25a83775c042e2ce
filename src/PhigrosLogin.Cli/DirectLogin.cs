using PhigrosLogin.Client;

namespace PhigrosLogin.Cli;

/// <summary>Signs in at TapTap and the game cloud themselves.</summary>
internal static class DirectLogin
{
    /// <exception cref="EndingException">It came to nothing.</exception>
    public static async Task<SignIn> RunAsync(Region region, ToolSettings settings, Screen screen, Words words, CancellationToken cancellationToken)
    {
        using var connections = UpstreamHttp.CreateClient(proxy: settings.Proxy(region));
        var options = new PlayerLoginOptions { Connections = connections, MinimumInterval = settings.MinimumInterval, Timeout = settings.Timeout };
        using var login = await PlayerLogin.StartAsync(region, options, cancellationToken);
        screen.ShowCode(login.Link, login.ExpiresAt);

        return await login.WaitAsync(new Progress(screen, words), cancellationToken) switch
        {
            PhigrosLogin.LoginOutcome.Succeeded done => Read(done),
            PhigrosLogin.LoginOutcome.Denied => throw new EndingException(ExitCode.Refused, words.Denied),
            PhigrosLogin.LoginOutcome.Expired => throw new EndingException(ExitCode.Expired, words.Expired),
            PhigrosLogin.LoginOutcome.NoPlayer => throw new EndingException(ExitCode.NoPlayer, words.NoPlayer),
            _ => throw new EndingException(ExitCode.Upstream, words.Lost),
        };
    }

    private static SignIn Read(PhigrosLogin.LoginOutcome.Succeeded done) => new()
    {
        SessionToken = new Credential(done.SessionToken.Reveal()),
        Region = done.Region.Name,
        PlayerId = done.Player.ObjectId,
        Nickname = done.Player.Nickname,
        ShortId = done.Player.ShortId,
        Profile = new TapTapAccount { OpenId = done.Profile.OpenId, UnionId = done.Profile.UnionId, Name = done.Profile.Name, Avatar = done.Profile.Avatar },
    };

    private sealed class Progress(Screen screen, Words words) : IProgress<LoginProgress>
    {
        public void Report(LoginProgress value)
        {
            switch (value)
            {
                case LoginProgress.Scanned: screen.Show(words.Scanned); break;
                case LoginProgress.Completing: screen.Show(words.Completing, counts: false); break;
                case LoginProgress.Trouble: screen.Show(words.Trouble); break;
                default: screen.Show(words.Waiting); break;
            }
        }
    }
}
