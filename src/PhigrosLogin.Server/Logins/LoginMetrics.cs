using System.Diagnostics;
using System.Diagnostics.Metrics;
using PhigrosLogin.Polling;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Server.Logins;

/// <summary>
/// What is counted of logins (docs/telemetry.md). Tags are words out of a short list: no id, no address, nothing that a
/// stranger chooses.
/// </summary>
internal sealed class LoginMetrics
{
    public const string MeterName = "PhigrosLogin";

    // A player has to find their phone, and a code lives for some minutes.
    private static readonly InstrumentAdvice<double> PlayersPace = new() { HistogramBucketBoundaries = [5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600] };

    private readonly Counter<long> _started;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _polls;
    private readonly Histogram<double> _timeToScan;
    private readonly Histogram<double> _timeToConfirm;
    private int _streams;
    private volatile KeyValuePair<string, Func<int>>[] _known = [];

    public LoginMetrics(IMeterFactory meters)
    {
#pragma warning disable CA2000 // the factory owns its meters
        var meter = meters.Create(MeterName);
#pragma warning restore CA2000
        _started = meter.CreateCounter<long>("phigroslogin.logins.started", "{login}", "Logins that callers began");
        _ended = meter.CreateCounter<long>("phigroslogin.logins.ended", "{login}", "Logins that came to an end, by how and why");
        _polls = meter.CreateCounter<long>("phigroslogin.upstream.polls", "{poll}", "Questions to TapTap whether a code was confirmed, by what came of them");
        _timeToScan = meter.CreateHistogram("phigroslogin.login.time_to_scan", "s", "From a code's issue until TapTap tells of its scan", tags: null, PlayersPace);
        _timeToConfirm = meter.CreateHistogram("phigroslogin.login.time_to_confirm", "s", "From a code's issue until the player has confirmed", tags: null, PlayersPace);
        meter.CreateObservableUpDownCounter("phigroslogin.streams.open", () => Volatile.Read(ref _streams), "{stream}", "Event streams that are open");
        meter.CreateObservableUpDownCounter("phigroslogin.logins.known", CountKnown, "{login}", "Logins and codes in memory, those included that are over and not forgotten yet");
    }

    /// <summary>A login was created through the Login API or OAuth.</summary>
    public void Started(LoginFacts facts, string region) => Started(ApiOf(facts), region);

    /// <summary>A code of the LoginQrCode API was issued, or brought along by a stranger.</summary>
    public void CodeStarted(string region) => Started("loginqrcode", region);

    /// <summary>A login has come to its end.</summary>
    public void Ended(LoginFacts facts, LoginState state) => Ended(ApiOf(facts), state.Region, state.Status, state.Reason);

    /// <summary>The status of a code changed; for the LoginQrCode API a code is the login.</summary>
    public void Changed(DeviceCodeSession session, DeviceCodeState state)
    {
        var region = session.Upstream.Region.Name;
        if (session.TimeSinceIssue is { } age)
        {
            if (state.Status == DeviceCodeStatus.Scanned) _timeToScan.Record(age.TotalSeconds, Tag("region", region));
            else if (state.Status == DeviceCodeStatus.Granted)
                _timeToConfirm.Record(age.TotalSeconds, Tag("region", region));
        }
        if (session.LoginId is not null) return;
        (LoginStatus Status, LoginReason? Reason)? end = state.Status switch
        {
            DeviceCodeStatus.Granted => (LoginStatus.Succeeded, null),
            DeviceCodeStatus.Expired => (LoginStatus.Expired, LoginReason.TimedOut),
            DeviceCodeStatus.Denied => (LoginStatus.Denied, null),
            DeviceCodeStatus.Lost => (LoginStatus.Failed, LoginReason.ResultLost),
            DeviceCodeStatus.Refused => (LoginStatus.Failed, LoginReason.UpstreamUnavailable),
            _ => null,
        };
        if (end is var (status, reason)) Ended("loginqrcode", region, status, reason);
    }

    /// <summary>TapTap was asked and answered.</summary>
    public void Polled(string region, Approval approval) => Polled(region, approval switch
    {
        Approval.Pending => "pending",
        Approval.Scanned => "scanned",
        Approval.SlowDown => "slow_down",
        Approval.Granted => "granted",
        Approval.Denied => "denied",
        Approval.Expired => "expired",
        Approval.Refused => "refused",
        Approval.UnknownWord => "unknown_word",
        _ => throw new UnreachableException(approval.GetType().Name),
    });

    /// <summary>TapTap was asked, or was to be, and did not answer as it should.</summary>
    public void Polled(string region, UpstreamTrouble trouble) => Polled(region, trouble switch
    {
        UpstreamTrouble.Unreachable => "unreachable",
        UpstreamTrouble.ConnectionLost => "connection_lost",
        UpstreamTrouble.TimedOut => "timed_out",
        UpstreamTrouble.Failing => "failing",
        UpstreamTrouble.Blocked => "blocked",
        _ => "bad_answer",
    });

    /// <summary>Counts one event stream until the result is disposed of.</summary>
    public IDisposable StreamOpened()
    {
        Interlocked.Increment(ref _streams);
        return new OpenStream(this);
    }

    /// <summary>Asks for a number of known ones whenever somebody reads the measurements.</summary>
    /// <param name="kind">What they are.</param>
    /// <param name="count">How many there are.</param>
    public void Watch(string kind, Func<int> count) => _known = [.. _known, new(kind, count)];

    private void Started(string api, string region) => _started.Add(1, Tag("api", api), Tag("region", region));

    private void Ended(string api, string region, LoginStatus outcome, LoginReason? reason)
    {
        var tags = new TagList { { "api", api }, { "region", region }, { "outcome", LoginWords.Of(outcome) } };
        if (reason is not null) tags.Add("reason", LoginWords.Of(reason));
        _ended.Add(1, tags);
    }

    private void Polled(string region, string answer) => _polls.Add(1, Tag("region", region), Tag("answer", answer));

    private IEnumerable<Measurement<long>> CountKnown() => _known.Select(known => new Measurement<long>(known.Value(), Tag("kind", known.Key)));

    private static string ApiOf(LoginFacts facts) => facts.ClientId is null ? "login" : "oauth";

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private sealed class OpenStream(LoginMetrics metrics) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref metrics._streams);
    }
}
