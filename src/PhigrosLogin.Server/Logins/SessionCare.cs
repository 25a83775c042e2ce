using PhigrosLogin.Cloud;

namespace PhigrosLogin.Server.Logins;

/// <summary>
/// What the owner of a session token wants of it later: to know whether it is still good and whose it is, and to kill
/// every copy of it. Nothing is stored and nothing is logged.
/// <code>
/// inspect: (1) which region knows it ─▶ (2) what is saved there
/// rotate:  (1) which region knows it ─▶ (3) a new token, asked for once
/// </code>
/// </summary>
internal sealed class SessionCare(Upstreams upstreams, GatewayOptions options, TimeProvider time)
{
    /// <param name="session">The token.</param>
    /// <param name="named">The region to ask; all the real ones in turn when null.</param>
    /// <param name="caller">The caller's leaving.</param>
    /// <returns>Null when every region that was asked says that it knows no such session.</returns>
    /// <exception cref="UpstreamException">Not every region said so, and none knows it.</exception>
    public async Task<InspectedSession?> InspectAsync(Secret session, Upstream? named, CancellationToken caller)
    {
        using var budget = new UpstreamBudget(options.UpstreamTimeout, time, caller);
        if (await FindAsync(session, named, budget) is not { } owner) return null;

        // :: (2) What is saved there
        var save = await owner.Region.GetSaveAsync(session, owner.Player.ObjectId, budget);
        // Only (1) decides that a session is unknown: here it was known a moment ago.
        return save is NewestSave.SessionNotFound
            ? throw new UpstreamException(UpstreamTrouble.BadAnswer, "The game cloud knows this session and then does not.")
            : new InspectedSession(owner.Region.Region.Name, owner.Player, save as NewestSave.Present);
    }

    /// <inheritdoc cref="InspectAsync" />
    /// <exception cref="UpstreamException">Nothing has changed.</exception>
    /// <exception cref="OutcomeUnknownException">Whether the old token still lives is not known.</exception>
    public async Task<RotatedSession?> RotateAsync(Secret session, Upstream? named, CancellationToken caller)
    {
        using var budget = new UpstreamBudget(options.UpstreamTimeout, time, caller);
        if (await FindAsync(session, named, budget) is not { } owner) return null;

        // :: (3) A new token, asked for once
        return await owner.Region.RefreshSessionAsync(session, owner.Player.ObjectId, budget) is SessionRefresh.Done done
            ? new RotatedSession(owner.Region.Region.Name, done.SessionToken)
            : throw new UpstreamException(UpstreamTrouble.Refused, "The game cloud knows this session but did not change its token: it is as it was.");
    }

    // :: (1) Which region knows it
    private async Task<(Upstream Region, CloudSession.Player Player)?> FindAsync(Secret session, Upstream? named, UpstreamBudget budget)
    {
        Upstream[] regions = named is null ? [.. upstreams.RealOnes] : [named];
        UpstreamException? silence = null;
        for (var at = 0; at < regions.Length; at++)
        {
            // A region that says nothing leaves the next one its share of the time.
            using var share = budget.Share(regions.Length - at);
            try
            {
                if (await regions[at].GetPlayerAsync(session, share) is CloudSession.Player player) return (regions[at], player);
            }
            catch (UpstreamException trouble)
            {
                silence ??= trouble;
            }
        }
        return silence is null ? null : throw silence;
    }
}

/// <summary>A session that is good.</summary>
/// <param name="Region">Where.</param>
/// <param name="Player">Whose it is.</param>
/// <param name="Save">The newest save; null when the player never synchronised.</param>
internal sealed record InspectedSession(string Region, CloudSession.Player Player, NewestSave.Present? Save);

/// <summary>A session with a new token; every copy of the old one is dead.</summary>
internal sealed record RotatedSession(string Region, Secret SessionToken);
