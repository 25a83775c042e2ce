using PhigrosLogin.Client;

namespace PhigrosLogin.Cli;

/// <summary>Signs in through a gateway, which may renew the code meanwhile.</summary>
internal static class GatewayLogin
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    /// <param name="client">The gateway.</param>
    /// <param name="region">The region; the gateway's own choice when null.</param>
    /// <param name="screen">What the person sees.</param>
    /// <param name="words">In which language.</param>
    /// <param name="keep">Puts the result where it belongs; then it is erased at the gateway.</param>
    /// <param name="cancellationToken">Ctrl-C: the login is cancelled at the gateway, too.</param>
    /// <exception cref="EndingException">It came to nothing.</exception>
    public static async Task RunAsync(PhigrosLoginClient client, string? region, Screen screen, Words words, Action<SignIn> keep, CancellationToken cancellationToken)
    {
        var login = await client.CreateAsync(new LoginRequest { Region = region, RequestedBy = "phigros-login" }, cancellationToken);
        var isOver = false;
        try
        {
            await FollowAsync(client, login, screen, words, cancellationToken);
            var outcome = await client.WaitAsync(login, cancellationToken);
            isOver = true;
            keep(outcome.Result ?? throw Ended(outcome, words));
            await LeaveAsync(client, login);
        }
        finally
        {
            // Nobody waits for it any more, and a code that is still on the screen must not sign anybody in.
            if (!isOver) await LeaveAsync(client, login);
        }
    }

    private static async Task FollowAsync(PhigrosLoginClient client, CreatedLogin login, Screen screen, Words words, CancellationToken cancellationToken)
    {
        await foreach (var now in client.WatchAsync(login.Id, needsQr: true, cancellationToken))
        {
            // A player of the other region would have to change it on the page, and here is none.
            if (now.Notice == LoginReason.NoPlayerAccount) throw new EndingException(ExitCode.NoPlayer, words.NoPlayer);
            if (now.Qr is { } code) screen.ShowCode(code.Content, code.ExpiresAt);
            switch (now.Status)
            {
                case LoginStatus.Pending: screen.Show(now.Qr is null || now.UpstreamHealth == UpstreamHealth.Down ? words.Trouble : words.Waiting); break;
                case LoginStatus.Scanned: screen.Show(words.Scanned); break;
                case LoginStatus.Completing: screen.Show(words.Completing, counts: false); break;
                default: break;
            }
        }
    }

    private static EndingException Ended(PhigrosLogin.Client.LoginOutcome outcome, Words words) => (outcome.Status, outcome.Reason) switch
    {
        (LoginStatus.Denied, _) => new(ExitCode.Refused, words.Denied),
        (LoginStatus.Cancelled, _) => new(ExitCode.Refused, words.CancelledElsewhere),
        (LoginStatus.Expired, LoginReason.UpstreamUnavailable) => new(ExitCode.Upstream, words.UpstreamSilent),
        (LoginStatus.Expired, _) => new(ExitCode.Expired, words.Expired),
        (_, LoginReason.NoPlayerAccount) => new(ExitCode.NoPlayer, words.NoPlayer),
        (_, LoginReason.ResultLost) => new(ExitCode.Upstream, words.Lost),
        (_, LoginReason.ClockSkew) => new(ExitCode.Upstream, outcome.Message),
        _ => new(ExitCode.Upstream, words.UpstreamSilent),
    };

    private static async Task LeaveAsync(PhigrosLoginClient client, CreatedLogin login)
    {
        using var farewell = new CancellationTokenSource(Farewell);
        try
        {
            await client.AcknowledgeAsync(login, farewell.Token);
        }
        catch (Exception late) when (late is GatewayException or OperationCanceledException)
        {
            // It ends by itself in a few minutes.
        }
    }
}
