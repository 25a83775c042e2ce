using System.Text.Json;

namespace PhigrosLogin.Cloud;

/// <summary>Tells whether the player in a 201 was created by this very request (docs/protocol.md §4).</summary>
internal static class CreatedPlayer
{
    private static readonly TimeSpan JustNow = TimeSpan.FromMinutes(2);

    /// <param name="player">The body.</param>
    /// <param name="now">The cloud's clock when it answered.</param>
    public static bool IsNew(JsonElement player, DateTimeOffset now)
    {
        var (created, updated) = (CloudAnswer.Time(player, "createdAt"), CloudAnswer.Time(player, "updatedAt"));
        if (created is null) return !HasName(player);

        // A login moves updatedAt and leaves createdAt, and a creation writes the same time into both.
        if (updated is not null && updated != created) return false;
        return (now - created.Value).Duration() <= JustNow;
    }

    private static bool HasName(JsonElement player) =>
        CloudAnswer.Short(player, "nickname").Length > 0 || CloudAnswer.Short(player, "shortId").Length > 0;
}
