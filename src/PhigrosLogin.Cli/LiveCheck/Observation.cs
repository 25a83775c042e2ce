using System.Text.RegularExpressions;

namespace PhigrosLogin.Cli.LiveCheck;

/// <summary>An answer, what the library read in it, and how it compares with what is written down.</summary>
/// <param name="Region">Where it came from.</param>
/// <param name="Exchange">The answer itself.</param>
/// <param name="Means">What it means, in the words of tests/fixtures/README.md.</param>
/// <param name="Fixture">The fixture that it was compared with.</param>
/// <param name="Differences">What is different, one sentence each; no value is named.</param>
/// <param name="Findings">What is worth knowing and no difference that matters.</param>
/// <param name="Exactly">The fixture that has this answer to the letter, if one has.</param>
internal sealed partial record Observation(
    string Region, Exchange Exchange, string Means, WireFixture Fixture,
    IReadOnlyList<string> Differences, IReadOnlyList<string> Findings, WireFixture? Exactly)
{
    /// <param name="region">Where it came from.</param>
    /// <param name="exchange">The answer.</param>
    /// <param name="means">What the library read in it.</param>
    /// <param name="expected">The fixture that the protocol leads to here; null takes the nearest with this meaning.</param>
    public static Observation Of(string region, Exchange exchange, string means, string? expected)
    {
        var candidates = WireFixture.All.Where(fixture => fixture.Endpoint == exchange.Endpoint).ToList();
        var hoped = expected is null ? null : WireFixture.Load(expected);
        var fixture = hoped?.Means == means ? hoped : candidates.MinBy(candidate => (candidate.Means == means ? 0 : 1000) + All(candidate, exchange).Count)!;
        var all = All(fixture, exchange);
        if (hoped is not null && hoped.Means != means) all.Insert(0, $"It means {means}, and {hoped.Means} was expected (`{hoped}`).");
        // Every client reads members by name, so their order is nothing that can go wrong.
        var findings = all.Where(sentence => sentence.EndsWith("its members in another order.", StringComparison.Ordinal)).ToList();
        var differences = all.Except(findings).ToList();
        var exactly = All(fixture, exchange).Count == 0 ? fixture : candidates.FirstOrDefault(candidate => candidate.Means == means && All(candidate, exchange).Count == 0);
        if (fixture is { IsStatusKnown: false } && exchange.Status == fixture.Status) findings.Add($"The status is {exchange.Status}, as was supposed.");
        return new Observation(region, exchange, means, fixture, differences, findings, exactly);
    }

    /// <summary>TapTap's error word, if it is a word.</summary>
    public string? ErrorWord
    {
        get
        {
            if (!HostileJson.TryParse(Exchange.Body, out var root, out _)) return null;
            var word = root.Object("data")?.Text("error") ?? root.Text("error");
            return word is not null && Word().IsMatch(word) ? word : null;
        }
    }

    /// <summary>A number among the data, if there is one.</summary>
    public long? Number(string name) => HostileJson.TryParse(Exchange.Body, out var root, out _) ? root.Object("data")?.Number(name) : null;

    private static List<string> All(WireFixture fixture, Exchange exchange)
    {
        var differences = fixture.Differences(exchange.Status, exchange.Body).ToList();
        if (!fixture.IsStatusKnown && exchange.Status != fixture.Status) differences.Insert(0, $"The status is {exchange.Status} where {fixture.Status} was supposed.");
        return differences;
    }

    // No digits: what has them may be somebody's.
    [GeneratedRegex("^[A-Za-z_.]{1,64}$")]
    private static partial Regex Word();
}
