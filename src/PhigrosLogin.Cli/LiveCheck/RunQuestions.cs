using System.Globalization;
using System.Text.RegularExpressions;

namespace PhigrosLogin.Cli.LiveCheck;

/// <summary>
/// The eight questions that a run answers (docs/protocol.md §8), one line each. No line holds a credential, an id or a
/// time of the player's.
/// </summary>
internal sealed partial class RunQuestions(RegionResult result, Mask mask, DateTimeOffset when)
{
    public IReadOnlyList<string> Answers() =>
    [
        $"1. Player at POST /1.1/users: {Player()}",
        $"2. Account that never played: {NeverPlayed()}",
        $"3. Refusal: {Refusal()}",
        $"4. authorization_waiting: {Waiting()}",
        $"5. slow_down: {SlowDown()}",
        $"6. Headers: Server {Headers(one => one.Server)}; x-service-name {Headers(one => one.ServiceName)}.",
        $"7. _GameSave: with filter {Rows(result.OwnSaves)}; without {Rows(result.UnfilteredSaves)}.",
        $"8. Time to connect: {Connections()}",
    ];

    private string Player()
    {
        if (First("users", "player") is not { } login) return "not seen; no player signed in.";
        _ = HostileJson.TryParse(login.Exchange.Body, out var root, out _);
        var (created, updated) = (root.Text("createdAt"), root.Text("updatedAt"));
        var times = (created, updated) switch
        {
            (null, null) => "neither createdAt nor updatedAt",
            (null, _) => "createdAt absent, updatedAt present",
            (_, null) => "createdAt present, updatedAt absent",
            _ => created == updated ? "createdAt and updatedAt equal" : "createdAt and updatedAt different",
        };
        return FormattableString.Invariant($"HTTP {login.Exchange.Status}, {times}, {Age(created, login.Exchange)}.");
    }

    // A creation time to the millisecond would name the player: only whether it is new is told.
    private string Age(string? created, Exchange exchange)
    {
        const DateTimeStyles Style = DateTimeStyles.AssumeUniversal;
        if (!DateTimeOffset.TryParse(created, CultureInfo.InvariantCulture, Style, out var time)) return "age unknown";
        var isOld = (exchange.Date ?? when) - time > TimeSpan.FromMinutes(2);
        return isOld ? "created more than 2 minutes ago" : "created within 2 minutes";
    }

    private string NeverPlayed()
    {
        if (!result.NeverPlayed) return "not seen; `--never-played` with an account that never played.";
        if (result.Of("users").FirstOrDefault() is not { } login) return "not reached.";
        _ = HostileJson.TryParse(login.Exchange.Body, out var root, out _);
        var code = root.Number("code")?.ToString(CultureInfo.InvariantCulture) ?? "absent";
        return FormattableString.Invariant($"HTTP {login.Exchange.Status}, code {code}, read as {login.Means}.");
    }

    private string Refusal()
    {
        var polls = result.Of("token").SkipWhile(one => one.Means != "denied").Take(2).ToList();
        if (polls.Count == 0) return "not seen; `--refuse` tries.";
        return Body(polls[0]) + (polls.Count == 2 ? $" Next poll: {Body(polls[1])}" : "");
    }

    private string Waiting() => First("token", "scanned") is { } waiting
        ? Body(waiting)
        : "not seen; no poll came between scan and decision.";

    private string SlowDown() => First("token", "slow_down") is { } slow ? Body(slow) :
        result.FastPolls > 0 ? "one poll each second met no complaint." :
        "not seen; `--slow-down` tries.";

    private string Connections()
    {
        if (result.Connections.Count == 0) return "no connection was tried.";
        return string.Join("; ", result.Connections.Select(Told)) + ".";

        static string Told(ConnectTime one) => one.Ready is { } ready
            ? $"{one.Host} TCP {Milliseconds(one.Tcp)}, ready {Milliseconds(ready)}"
            : $"{one.Host} failed after {Milliseconds(one.Tcp)}";

        static string Milliseconds(TimeSpan span) => FormattableString.Invariant($"{span.TotalMilliseconds:0} ms");
    }

    private string Headers(Func<Exchange, string?> read)
    {
        var values = result.Exchanges.Select(read).OfType<string>().Distinct()
            .Select(value => Plain().IsMatch(value) ? $"`{mask.Scrub(value)}`" : "(not a plain word)")
            .Distinct().ToList();
        return values.Count == 0 ? "none" : string.Join(", ", values);
    }

    private static string Rows(SaveRows? rows) => rows?.ToString() ?? "not read";

    private string Body(Observation one) =>
        FormattableString.Invariant($"HTTP {one.Exchange.Status} `{new CapturedFixture(one, mask, when).Body()}`.");

    private Observation? First(string endpoint, string means) => result.Of(endpoint, means).FirstOrDefault();

    [GeneratedRegex("^[A-Za-z0-9 ./_()-]{1,64}$")]
    private static partial Regex Plain();
}
