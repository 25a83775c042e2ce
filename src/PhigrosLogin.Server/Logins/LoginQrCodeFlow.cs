using PhigrosLogin.Cloud;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Server.Logins;

/// <summary>
/// What a player lives through, in its order:
/// <code>
/// (1) a code is asked for ─▶ (2) the player scans and confirms ─▶ (3) who it is ─▶ (4) the session token
///      TapTap issues it           TapTap is polled                  TapTap's profile    the game cloud signs in
/// </code>
/// </summary>
internal sealed class LoginQrCodeFlow(GatewayOptions options, LoginQrCodeLogins logins, UpstreamPolls polls, GrantedTokens granted, TimeProvider time)
{
    // :: (1) A code is asked for

    /// <exception cref="UpstreamException">There is no code to be had.</exception>
    /// <exception cref="OverloadedException">There is no room for another login.</exception>
    public async Task<(DeviceCode Code, TimeSpan Interval)> BeginAsync(Upstream upstream, CancellationToken cancellationToken)
    {
        logins.RequireRoom();
        var code = await upstream.RequestCodeAsync(needsCloud: false, cancellationToken);
        var attempt = await logins.AddAsync(upstream, code);
        return (code, attempt.Interval);
    }

    // :: (2) The player scans and confirms

    /// <param name="upstream">The region of the code.</param>
    /// <param name="code">The code.</param>
    /// <param name="deviceId">The device for which it was issued, if the caller says so.</param>
    /// <param name="onStranger">Called before a code is taken in that this gateway did not issue; what it throws passes through.</param>
    /// <param name="cancellationToken">The caller.</param>
    /// <exception cref="OverloadedException">The code is a stranger's and there is no room for it.</exception>
    /// <exception cref="OperationCanceledException">The caller left; the poll goes on.</exception>
    public async ValueTask<AttemptState> CheckAsync(
        Upstream upstream, Secret code, string? deviceId, Action onStranger, CancellationToken cancellationToken)
    {
        var attempt = await logins.FindAsync(upstream, code, deviceId, onStranger);
        var state = await polls.CheckAsync(attempt, cancellationToken);
        if (state is AttemptState.Granted grant) granted.Add(grant.Token.Kid);
        return state;
    }

    /// <summary>Whether the token is one that <see cref="CheckAsync"/> has answered with in the last 10 minutes.</summary>
    public bool HasGranted(TapTapToken token) => granted.Contains(token.Kid);

    /// <summary>The time that one caller has for (3) and (4) together.</summary>
    public UpstreamBudget NewBudget(CancellationToken caller) => new(options.UpstreamTimeout, time, caller);

    // :: (3) Who it is

    /// <exception cref="UpstreamException">TapTap refused the token, did not answer, or sent nonsense.</exception>
    public static Task<TapTapProfile> GetProfileAsync(Upstream upstream, TapTapToken token, UpstreamBudget budget) =>
        budget.SpendAsync("TapTap", cancellationToken => upstream.GetProfileAsync(token, cancellationToken));

    // :: (4) The session token

    /// <exception cref="UpstreamException">The game cloud refused, did not answer, or sent nonsense.</exception>
    public Task<CloudLogin> SignInAsync(Upstream upstream, TapTapToken token, TapTapProfile profile, UpstreamBudget budget) =>
        budget.SpendAsync("The game cloud", cancellationToken =>
            upstream.SignInAsync(token, profile, options.CreateMissingPlayers, isOwnGrant: false, cancellationToken));
}
