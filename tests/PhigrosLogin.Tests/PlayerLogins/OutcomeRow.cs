using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Tests.Logins;
using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests.PlayerLogins;

/// <summary>One way in which a login can go, and how everybody calls its end.</summary>
/// <param name="Library">The outcome's type, or the trouble of the exception.</param>
/// <param name="Gateway">State and reason at door 2.</param>
/// <param name="ExitCode">What the tool ends with.</param>
/// <param name="Faults">What the upstream does other than well.</param>
internal sealed record OutcomeRow(string Library, string Gateway, int ExitCode, params (string Path, Fault Fault)[] Faults)
{
    private static readonly Fault Busy = FaultyUpstream.Faults.Answer(503, "busy", "text/plain");

    /// <summary>A code of 3 s at an interval of one.</summary>
    private static readonly Fault ShortCode = FaultyUpstream.Faults.Answer(200, WireBody.DeviceCode.Replace("\"expires_in\":300", "\"expires_in\":3", StringComparison.Ordinal));

    /// <summary>Rows by name. In those that end with time, only the clock of the gateway can be moved.</summary>
    public static IReadOnlyDictionary<string, OutcomeRow> All { get; } = new Dictionary<string, OutcomeRow>
    {
        ["the player confirms"] = new("Succeeded", "succeeded", 0),
        ["scanned, pending again, then confirmed"] = new(
            "Succeeded", "succeeded", 0, Token("authorization_waiting"), Token("authorization_pending")),
        ["TapTap has trouble for a moment"] = new("Succeeded", "succeeded", 0, (ScriptedUpstream.Token, Busy)),
        ["the cloud has trouble twice"] = new("Succeeded", "succeeded", 0, (ScriptedUpstream.Users, Busy), (ScriptedUpstream.Users, FaultyUpstream.Faults.Reset)),
        ["TapTap answers with an unknown word"] = new("Succeeded", "succeeded", 0, Token("never_heard_of")),
        ["the cloud answers 201 for an existing player"] = new(
            "Succeeded", "succeeded", 0,
            (ScriptedUpstream.Users, FaultyUpstream.Faults.Answer(201, WireBody.Player.Replace("\"updatedAt\":\"2023", "\"updatedAt\":\"2024", StringComparison.Ordinal)))),
        ["the player's account is deactivated"] = new("Denied", "denied", 3, Token("user_is_deactivated")),
        ["the player refuses"] = new("Denied", "denied", 3, Token("access_denied")),
        ["TapTap says that the code is over"] = new("Expired", "expired timed_out", 4, (ScriptedUpstream.DeviceCode, ShortCode), Token("invalid_grant_code")),
        ["nobody confirms"] = new(
            "Expired", "expired timed_out", 4, [(ScriptedUpstream.DeviceCode, ShortCode), .. Enumerable.Repeat(Token("authorization_pending"), 8)]),
        ["the answer with the grant is lost"] = new("Lost", "failed result_lost", 5, (ScriptedUpstream.Token, FaultyUpstream.Faults.Reset), Token("invalid_grant_code")),
        ["TapTap refuses the code"] = new("Refused", "failed upstream_unavailable", 5, Token("invalid_request")),
        ["the account never played here"] = new(
            "NoPlayer", "failed no_player_account", 6, (ScriptedUpstream.Users, FaultyUpstream.Faults.Answer(404, """{"code":211,"error":"Could not find user."}"""))),
        ["the profile is refused"] = new("Refused", "failed exchange_failed", 5, (ScriptedUpstream.Profile, Error(403, "access_denied"))),
        ["the cloud has trouble three times"] = new(
            "Failing", "failed exchange_failed", 5, (ScriptedUpstream.Users, Busy), (ScriptedUpstream.Users, Busy), (ScriptedUpstream.Users, Busy)),
        ["this machine's clock is wrong"] = new(
            "ClockSkew", "failed clock_skew", 5, (ScriptedUpstream.Profile, Error(401, "invalid_time")), (ScriptedUpstream.Profile, Error(401, "invalid_time"))),
    };

    public bool EndsWithTime => Library == "Expired";

    /// <summary>An upstream that plays this row, once.</summary>
    public ScriptedUpstream Play()
    {
        var upstream = new ScriptedUpstream();
        foreach (var (path, fault) in Faults) upstream.Next(path, fault);
        return upstream;
    }

    private static (string Path, Fault Fault) Token(string word) => (ScriptedUpstream.Token, Error(400, word));

    private static Fault Error(int status, string word) => FaultyUpstream.Faults.Answer(status, WireBody.Error(word));
}
