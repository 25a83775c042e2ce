using PhigrosLogin.Client;
using PhigrosLogin.Cloud;

namespace PhigrosLogin.Cli;

/// <summary>Asks the game cloud itself about a session token, and for another in its place.</summary>
internal static class DirectCare
{
    /// <returns>Null when every region that was asked says that it knows no such session.</returns>
    /// <exception cref="UpstreamException">Not every region said so, and none knows it.</exception>
    public static async Task<SessionReport?> InspectAsync(Secret token, IReadOnlyList<Region> regions, ToolSettings settings, CancellationToken cancellationToken)
    {
        if (await FindAsync(token, regions, settings, cancellationToken) is not var (region, player, connections)) return null;
        using var owned = connections;
        var save = await Cloud(connections, region, settings).GetSaveAsync(token, player.ObjectId, cancellationToken);
        return new SessionReport
        {
            IsValid = true,
            Region = region.Name,
            Player = new SessionPlayer
            {
                ObjectId = player.ObjectId,
                Nickname = player.Nickname,
                ShortId = player.ShortId,
                CreatedAt = player.CreatedAt,
                UpdatedAt = player.UpdatedAt,
            },
            Save = save is NewestSave.Present present ? Read(present) : null,
        };
    }

    /// <returns>Null when every region that was asked says that it knows no such session: nothing has changed.</returns>
    /// <exception cref="EndingException">What came of it is not known.</exception>
    /// <exception cref="UpstreamException">Nothing has changed.</exception>
    public static async Task<Credential?> RotateAsync(Secret token, IReadOnlyList<Region> regions, ToolSettings settings, Words words, CancellationToken cancellationToken)
    {
        if (await FindAsync(token, regions, settings, cancellationToken) is not var (region, player, connections)) return null;
        using var owned = connections;
        try
        {
            // NOTE: once, and not to be cancelled: its answer comes once.
            var refreshed = await Cloud(connections, region, settings).RefreshSessionAsync(token, player.ObjectId, CancellationToken.None);
            return refreshed is SessionRefresh.Done done ? new Credential(done.SessionToken.Reveal()) : null;
        }
        catch (UpstreamException lost) when (lost.MayHaveArrived)
        {
            throw new EndingException(ExitCode.Upstream, words.RotateUnknown);
        }
    }

    private static async Task<(Region, CloudSession.Player, HttpClient)?> FindAsync(
        Secret token, IReadOnlyList<Region> regions, ToolSettings settings, CancellationToken cancellationToken)
    {
        UpstreamException? silence = null;
        foreach (var region in regions)
        {
            var connections = UpstreamHttp.CreateClient(proxy: settings.Proxy(region));
            try
            {
                if (await Cloud(connections, region, settings).GetPlayerAsync(token, cancellationToken) is CloudSession.Player player) return (region, player, connections);
            }
            catch (UpstreamException trouble)
            {
                silence ??= trouble;
            }
            connections.Dispose();
        }
        return silence is null ? null : throw silence;
    }

    private static GameCloudClient Cloud(HttpClient connections, Region region, ToolSettings settings) =>
        new(new UpstreamHttp(connections, TimeProvider.System, settings.Timeout), region, TimeProvider.System);

    private static SaveReport Read(NewestSave.Present save) => new()
    {
        SavedAt = save.SavedAt,
        SizeBytes = save.Bytes,
        SaveVersion = save.Summary?.SaveVersion,
        GameVersion = save.Summary?.GameVersion,
        Rks = save.Summary?.Rks,
        Challenge = save.Summary is { } summary ? (summary.ChallengeRank.ToString().ToLowerInvariant(), summary.ChallengeLevel) : null,
        Avatar = save.Summary?.Avatar,
        ClearCounts = save.Summary is { } counted
            ? new Dictionary<string, Client.ClearCount> { ["ez"] = Count(counted.Ez), ["hd"] = Count(counted.Hd), ["in"] = Count(counted.In), ["at"] = Count(counted.At) }
            : null,
    };

    private static Client.ClearCount Count(Cloud.ClearCount count) => new(count.Cleared, count.FullCombo, count.Phi);
}
