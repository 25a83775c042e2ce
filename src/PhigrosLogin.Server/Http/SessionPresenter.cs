using PhigrosLogin.Cloud;
using PhigrosLogin.Server.Logins;

namespace PhigrosLogin.Server.Http;

/// <summary>Writes what is known of a session in the words of the contract.</summary>
internal static class SessionPresenter
{
    public static ValidSessionBody Known(InspectedSession session) => new()
    {
        Region = session.Region,
        Player = new SessionPlayerBody
        {
            ObjectId = session.Player.ObjectId,
            Nickname = session.Player.Nickname,
            ShortId = session.Player.ShortId,
            CreatedAt = session.Player.CreatedAt?.UtcDateTime,
            UpdatedAt = session.Player.UpdatedAt?.UtcDateTime,
        },
        Save = session.Save is { } save ? Present(save) : new SaveBody(),
    };

    private static ExistingSaveBody Present(NewestSave.Present save) => new()
    {
        SavedAt = save.SavedAt?.UtcDateTime,
        SizeBytes = save.Bytes,
        SaveVersion = save.Summary?.SaveVersion,
        GameVersion = save.Summary?.GameVersion,
        Rks = save.Summary?.Rks,
        Challenge = save.Summary is { } summary ? new ChallengeBody { Rank = Word(summary.ChallengeRank), Level = summary.ChallengeLevel } : null,
        Avatar = save.Summary?.Avatar,
        ClearCounts = save.Summary is { } counted
            ? new ClearCountsBody { Ez = Count(counted.Ez), Hd = Count(counted.Hd), In = Count(counted.In), At = Count(counted.At) }
            : null,
    };

    private static ClearCountBody Count(ClearCount count) => new() { Cleared = count.Cleared, FullCombo = count.FullCombo, Phi = count.Phi };

    private static string Word(ChallengeRank rank) => rank switch
    {
        ChallengeRank.White => "white",
        ChallengeRank.Green => "green",
        ChallengeRank.Blue => "blue",
        ChallengeRank.Red => "red",
        ChallengeRank.Gold => "gold",
        ChallengeRank.Rainbow => "rainbow",
        _ => "none",
    };
}
