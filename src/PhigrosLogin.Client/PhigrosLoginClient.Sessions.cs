using PhigrosLogin.Client.Wire;

namespace PhigrosLogin.Client;

public sealed partial class PhigrosLoginClient
{
    /// <summary>Asks whether a session token is still good, whose it is, and what the newest save says. Nothing is changed or kept.</summary>
    /// <param name="sessionToken">The token: 25 letters and digits.</param>
    /// <param name="region">The region that was stored beside it; without it the real ones are asked in turn.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="GatewayException">
    /// <c>invalid_request</c>, <c>client_credential_required</c>, <c>rate_limited</c>; or <c>upstream_…</c>, which says nothing about the token.
    /// </exception>
    public Task<SessionReport> InspectAsync(Credential sessionToken, string? region = null, CancellationToken cancellationToken = default) =>
        _calls.AskAsync(Asking("inspect", sessionToken, region), WireJson.Default.SessionWire, SessionMeaning.Of, NewPatience(), cancellationToken);

    /// <summary>
    /// Replaces a session token: every copy of the old one dies, and the game has to sign in again. Asked for exactly once, whatever
    /// happens, and its answer comes once. Do not repeat it by yourself either; cancelling it leaves open what came of it.
    /// </summary>
    /// <param name="sessionToken">The token: 25 letters and digits.</param>
    /// <param name="region">The region that was stored beside it; without it the real ones are asked in turn.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="GatewayException">
    /// <c>rotate_outcome_unknown</c>: throw the token away and sign in again. <c>session_not_found</c> and other words of the gateway:
    /// nothing has changed. <c>gateway_unreachable</c>: the request never left.
    /// </exception>
    public async Task<RotatedSession> RotateAsync(Credential sessionToken, string? region = null, CancellationToken cancellationToken = default)
    {
        using var request = Asking("rotate", sessionToken, region).Request(_options);
        try
        {
            return await _calls.AskOnceAsync(request, WireJson.Default.RotatedSessionWire, SessionMeaning.Of, cancellationToken);
        }
        catch (GatewayException lost) when (
            lost.Code == GatewayErrorCodes.UnexpectedAnswer ||
            (lost.Code == GatewayErrorCodes.Unreachable && request.Content is SendOnceContent { WasSent: true }))
        {
            throw new GatewayException(
                GatewayErrorCodes.RotateOutcomeUnknown,
                "The response was lost. The old token may be invalid and the new one can't be recovered: sign in again.",
                lost.Status, innerException: lost);
        }
    }

    private static GatewayCall Asking(string what, Credential sessionToken, string? region) => GatewayCall.Post(
        $"api/v1/sessions/{what}",
        new AskedSessionWire { SessionToken = sessionToken.Reveal(), Region = region },
        WireJson.Default.AskedSessionWire, needsClientSecret: true);
}
