using System.Text.Json.Nodes;

namespace PhigrosLogin.Sandbox.Cloud;

/// <summary>One row of <c>_GameSave</c> (docs/protocol.md §9).</summary>
/// <param name="ObjectId">Its id.</param>
/// <param name="Owner">The object id of its player.</param>
/// <param name="SavedAt">When the game saved.</param>
/// <param name="Summary">What the game wrote about it, base64.</param>
/// <param name="Size">The size of its file in bytes; null when it has no file.</param>
internal sealed record SaveRow(string ObjectId, string Owner, DateTimeOffset SavedAt, string Summary, int? Size)
{
    /// <summary>Another player's save with a public ACL: the first row of every query that names no player.</summary>
    public static SaveRow OfAnother { get; } = new(
        "6a2661008e1c3d00019b7f43",
        "6a2660ff8e1c3d00019b7f42",
        new DateTimeOffset(2026, 6, 8, 6, 20, 11, TimeSpan.Zero),
        "BAMA7np8QVIaRmVhc3Tov5zkuJzkuYvlrrQtU3BlY2lhbDIQAAoAAQA5AAsAAQB5ADMACgAOAAMAAAA=",
        31_000);

    public static IEnumerable<SaveRow> Of(SandboxAccount account, SaveRows rows)
    {
        if (account.Player.SaveSummary is not { } summary) return [];

        var owner = account.Player.ObjectId;
        var usual = new SaveRow("645b8a2e5f3e7c00010a4ba1", owner, account.CreatedAt, summary, 12_480);
        return rows switch
        {
            SaveRows.WithoutFile => [usual with { Size = null }],
            SaveRows.Several =>
            [
                usual with { ObjectId = "645b8a2e5f3e7c00010a4ba2", SavedAt = usual.SavedAt.AddDays(1), Size = null },
                usual,
                usual with { ObjectId = "645b8a2e5f3e7c00010a4ba0", SavedAt = usual.SavedAt.AddDays(-1), Size = 9_000 },
            ],
            _ => [usual],
        };
    }

    /// <param name="includesFile">Whether the query asked for the file itself; else there is a pointer to it.</param>
    public JsonObject ToJson(bool includesFile)
    {
        var row = new JsonObject
        {
            ["objectId"] = ObjectId,
            ["name"] = "save",
            ["createdAt"] = CloudBodies.Time(SavedAt),
            ["updatedAt"] = CloudBodies.Time(SavedAt),
            ["modifiedAt"] = new JsonObject { ["__type"] = "Date", ["iso"] = CloudBodies.Time(SavedAt) },
            ["summary"] = Summary,
        };
        if (Size is { } size)
            row["gameFile"] = includesFile ? File(size) : Pointer("_File", "645b8a2e5f3e7c00010a4bb1");
        row["user"] = Pointer("_User", Owner);
        return row;
    }

    private static JsonObject File(int size) => new()
    {
        ["__type"] = "File",
        ["url"] = "https://files.example/gamesaves/practice/.save",
        ["metaData"] = new JsonObject { ["size"] = size },
    };

    private static JsonObject Pointer(string className, string objectId) =>
        new() { ["__type"] = "Pointer", ["className"] = className, ["objectId"] = objectId };
}
