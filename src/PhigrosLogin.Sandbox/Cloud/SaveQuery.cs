using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PhigrosLogin.Sandbox.Cloud;

/// <summary>A query of <c>_GameSave</c>: as much of LeanCloud's language as the game uses (docs/protocol.md §9).</summary>
/// <param name="Owner">Whose rows; everybody's public ones too when null.</param>
/// <param name="NewestFirst">Whether <c>order</c> asks for the newest first.</param>
/// <param name="IncludesFile">Whether <c>include</c> names the file.</param>
/// <param name="Limit">How many rows at most; 100 when not named.</param>
internal sealed record SaveQuery(string? Owner, bool NewestFirst, bool IncludesFile, int Limit)
{
    private const int UsualLimit = 100;

    public static bool TryRead(IQueryCollection query, [NotNullWhen(true)] out SaveQuery? read)
    {
        read = null;
        string? owner = null;
        if (query.TryGetValue("where", out var where) && !TryReadOwner(where.ToString(), out owner)) return false;
        var limit = UsualLimit;
        if (query.TryGetValue("limit", out var most) &&
            !int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out limit)) return false;
        var included = query["include"].ToString().Split(',');
        read = new SaveQuery(owner, query["order"] == "-updatedAt", included.Contains("gameFile"), limit);
        return true;
    }

    private static bool TryReadOwner(string where, out string? owner)
    {
        owner = null;
        try
        {
            var user = (JsonNode.Parse(where) as JsonObject)?["user"] as JsonObject;
            var isPlayer = (string?)user?["__type"] == "Pointer" && (string?)user["className"] == "_User";
            owner = isPlayer ? (string?)user!["objectId"] : null;
        }
        // Members that come twice, or that are no texts, surface when they are read.
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
        }
        return owner is not null;
    }

    public JsonObject Answer(IEnumerable<SaveRow> own, bool isFilterHonoured)
    {
        var isFiltered = Owner is not null && isFilterHonoured;
        var rows = isFiltered ? own.Where(row => row.Owner == Owner) : own.Prepend(SaveRow.OfAnother);
        if (NewestFirst) rows = rows.OrderByDescending(row => row.SavedAt);
        var shown = rows.Take(Limit).Select(row => row.ToJson(IncludesFile));
        return new JsonObject { ["results"] = new JsonArray([.. shown]) };
    }
}
