using System.Text.Json;

namespace PhigrosLogin.Cli.LiveCheck;

/// <summary>How many rows a list of saves has and whose they are; no id is kept.</summary>
internal sealed record SaveRows(int Own, int Others, int Unnamed)
{
    /// <returns>Null when the answer is no list of saves.</returns>
    public static SaveRows? TryCount(Exchange exchange, string objectId)
    {
        if (exchange.Status != 200 || !HostileJson.TryParse(exchange.Body, out var root, out _)) return null;
        if (root.Member("results") is not { ValueKind: JsonValueKind.Array } rows) return null;
        var owners = rows.EnumerateArray().Select(row => row.Object("user")?.Text("objectId")).ToList();
        var (own, unnamed) = (owners.Count(owner => owner == objectId), owners.Count(owner => owner is null));
        return new SaveRows(own, owners.Count - own - unnamed, unnamed);
    }

    public override string ToString() => FormattableString.Invariant(
        $"{Own + Others + Unnamed} row(s) ({Own} own, {Others} of other players, {Unnamed} without a player)");
}
