namespace PhigrosLogin.Client.Wire;

/// <summary>The same for sessions.</summary>
internal static class SessionMeaning
{
    public static SessionReport? Of(SessionWire body) => body switch
    {
        { Valid: false } => new SessionReport { IsValid = false, Region = null, Player = null, Save = null },
        { Valid: true, Region: { } region, Player: { ObjectId: { } id } player, Save.Exists: { } isSaved } => new SessionReport
        {
            IsValid = true,
            Region = region,
            Player = new SessionPlayer
            {
                ObjectId = id,
                Nickname = player.Nickname ?? "",
                ShortId = player.ShortId ?? "",
                CreatedAt = player.CreatedAt,
                UpdatedAt = player.UpdatedAt,
            },
            Save = isSaved ? Of(body.Save) : null,
        },
        _ => null,
    };

    public static RotatedSession? Of(RotatedSessionWire body) =>
        Meaning.Secret(body.SessionToken) is { } token && body.Region is { } region
            ? new RotatedSession { SessionToken = token, Region = region }
            : null;

    private static SaveReport Of(SaveWire save) => new()
    {
        SavedAt = save.SavedAt,
        SizeBytes = save.SizeBytes,
        SaveVersion = save.SaveVersion,
        GameVersion = save.GameVersion,
        Rks = save.Rks,
        Challenge = save.Challenge is { Rank: { } rank, Level: { } level } ? (rank, level) : null,
        Avatar = save.Avatar,
        ClearCounts = save.ClearCounts is not { Ez: { } ez, Hd: { } hd, In: { } @in, At: { } at } ? null : new Dictionary<string, ClearCount>
        {
            ["ez"] = Of(ez),
            ["hd"] = Of(hd),
            ["in"] = Of(@in),
            ["at"] = Of(at),
        },
    };

    private static ClearCount Of(ClearCountWire count) => new(count.Cleared ?? 0, count.FullCombo ?? 0, count.Phi ?? 0);
}
