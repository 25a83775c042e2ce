using PhigrosLogin.Cloud;
using PhigrosLogin.Polling;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Server.Logins;

/// <summary>
/// What a player lives through, in its order:
/// <code>
/// (1) a code is asked for ─▶ (2) the player scans and confirms ─▶ (3) who it is ─▶ (4) the session token
///      TapTap issues it           TapTap is polled                  TapTap's profile    the game cloud signs in
/// </code>
/// </summary>
internal sealed class LoginQrCodeFlow(
    GatewayOptions options, DeviceCodeRegistry registry, DeviceCodePoller poller, GrantedTokens granted, TimeProvider time)
{
    // :: (1) A code is asked for

    /// <exception cref="UpstreamException">There is no code to be had.</exception>
    /// <exception cref="OverloadedException">There is no room for another login.</exception>
    public async Task<(DeviceCode Code, TimeSpan Interval)> BeginAsync(
        Upstream upstream, bool isForClient, CancellationToken cancellationToken)
    {
        registry.RequireRoom();
        var code = await upstream.RequestCodeAsync(needsCloud: false, isForClient, cancellationToken);
        var session = await registry.AddAsync(upstream, code);
        return (code, session.Polling.Pace.Usual);
    }

    // :: (2) The player scans and confirms

    /// <summary>The code, if this gateway knows it.</summary>
    /// <exception cref="OverloadedException">There is no capacity, or the store does not respond.</exception>
    public ValueTask<DeviceCodeSession?> FindAsync(Upstream upstream, Secret code) => registry.FindAsync(upstream, code);

    /// <summary>Adds a code that this gateway does not know.</summary>
    /// <param name="upstream">The region of the code.</param>
    /// <param name="code">The code.</param>
    /// <param name="deviceId">The device id for which it was issued, if the caller sends it.</param>
    /// <exception cref="OverloadedException">There is no capacity.</exception>
    public DeviceCodeSession AddUnknown(Upstream upstream, Secret code, string? deviceId) =>
        registry.AddUnknown(upstream, code, deviceId);

    /// <summary>The state of a code, after a poll if one is due.</summary>
    /// <exception cref="OperationCanceledException">The caller left; the poll goes on.</exception>
    public async ValueTask<DeviceCodeState> CheckAsync(DeviceCodeSession session, CancellationToken caller)
    {
        var state = await poller.PollIfDueAsync(session, caller);
        if (state.Token is { } token) granted.Add(token.Kid);
        return state;
    }

    /// <summary>Whether the token is one that <see cref="CheckAsync"/> has answered with in the last 10 minutes.</summary>
    public bool HasGranted(TapTapToken token) => granted.Contains(token.Kid);

    /// <summary>The time that one caller has for (3) and (4) together.</summary>
    public UpstreamBudget NewBudget(CancellationToken caller) => new(options.UpstreamTimeout, time, caller);

    // :: (3) Who it is

    /// <exception cref="UpstreamException">TapTap refused the token, did not respond, or sent an invalid response.</exception>
    /// <exception cref="OverloadedException">Too many calls with unknown tokens wait.</exception>
    public Task<TapTapProfile> GetProfileAsync(Upstream upstream, TapTapToken token, UpstreamBudget budget) =>
        budget.SpendAsync("TapTap", limit => upstream.GetProfileAsync(token, ClassOf(token), limit));

    // :: (4) The session token

    /// <exception cref="UpstreamException">
    /// The game cloud refused, did not respond, or sent an invalid response.
    /// </exception>
    /// <exception cref="OverloadedException">Too many calls with unknown tokens wait.</exception>
    public Task<CloudLogin> SignInAsync(
        Upstream upstream, TapTapToken token, TapTapProfile profile, UpstreamBudget budget) =>
        budget.SpendAsync("The game cloud", limit => upstream.SignInAsync(
            token, profile, options.CreateMissingPlayers, isOwnGrant: false, ClassOf(token), limit));

    // The last steps with a token that was granted here are the end of a confirmed login.
    private UpstreamCallClass ClassOf(TapTapToken token) =>
        HasGranted(token) ? UpstreamCallClass.Login : UpstreamCallClass.UnknownToken;
}
