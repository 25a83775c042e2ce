using System.Text.Json;

namespace PhigrosLogin.Cloud;

/// <summary>Asks for a player's saves as the game does, and picks the newest one (docs/protocol.md §9).</summary>
internal static class SaveList
{
    /// <param name="objectId">Whose saves: letters and digits.</param>
    /// <param name="limit">How many rows at most.</param>
    public static string Path(string objectId, int limit)
    {
        var player = $$$"""{"user":{"__type":"Pointer","className":"_User","objectId":"{{{objectId}}}"}}""";
        var where = Uri.EscapeDataString(player);
        return FormattableString.Invariant(
            $"/1.1/classes/_GameSave?where={where}&order=-updatedAt&include=gameFile&limit={limit}");
    }

    /// <param name="limit">How many rows at most.</param>
    public static string UnfilteredPath(int limit) =>
        FormattableString.Invariant($"/1.1/classes/_GameSave?order=-updatedAt&limit={limit}");

    /// <summary>
    /// The player's newest save. Rows of other players and rows that name no player are left out: every client may make
    /// its own public.
    /// </summary>
    public static NewestSave Newest(JsonElement rows, string objectId)
    {
        var own = rows.EnumerateArray().Where(row => row.Object("user")?.Text("objectId") == objectId).ToList();
        if (own.Count == 0) return new NewestSave.None();

        // Old clients left rows without a file behind.
        var candidates = own.Exists(HasFile) ? own.Where(HasFile) : own;
        var save = candidates.OrderByDescending(SavedAt).First();
        return new NewestSave.Present
        {
            SavedAt = SavedAt(save),
            Bytes = save.Object("gameFile")?.Object("metaData")?.Number("size") is { } size and >= 0 ? size : null,
            Summary = SaveSummary.TryParse(save.Text("summary"), out var summary, out _) ? summary : null,
        };
    }

    private static bool HasFile(JsonElement save) => save.Object("gameFile") is not null;

    private static DateTimeOffset? SavedAt(JsonElement save) =>
        CloudAnswer.Time(save.Object("modifiedAt"), "iso") ?? CloudAnswer.Time(save, "updatedAt");
}
