using PhigrosLogin.FaultyUpstream;

namespace PhigrosLogin.Tests.Soak;

/// <summary>What goes wrong between a gateway and TapTap or the game cloud.</summary>
internal enum FaultKind
{
    Reset,
    ServerError,
    HtmlInPlaceOfJson,
    Nonsense,
    Silence,
    CutOff,
    LateAnswer,
    LateQuestion,
    TooManyRequests,

    /// <summary>Not injected: the machine itself took longer than the gateway waits.</summary>
    SlowMachine,
}

/// <summary>One fault.</summary>
/// <param name="Kind">What goes wrong.</param>
/// <param name="IsHeard">Whether the question reaches the upstream all the same, so that a grant is given away and lost.</param>
internal sealed record InjectedFault(FaultKind Kind, bool IsHeard)
{
    // Longer than Upstream:Timeout.
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(7);

    private static readonly string[] Nonsenses =
        ["[]", "null", "{}", "\"granted\"", """{"success":true}""", """{"data":{"hello":"world"},"now":1,"success":true}""", """{"data":{"kid":1,"mac_key":"""];

    /// <summary>Every fault that can be injected.</summary>
    public static IReadOnlyList<InjectedFault> All { get; } =
    [
        .. from kind in (FaultKind[])[FaultKind.Reset, FaultKind.ServerError, FaultKind.HtmlInPlaceOfJson, FaultKind.Nonsense, FaultKind.Silence]
           from isHeard in (bool[])[false, true]
           select new InjectedFault(kind, isHeard),
        new(FaultKind.CutOff, IsHeard: true),
        new(FaultKind.LateAnswer, IsHeard: true),
        new(FaultKind.LateQuestion, IsHeard: true),
        new(FaultKind.TooManyRequests, IsHeard: false),
    ];

    /// <summary>How long the question is held back.</summary>
    public TimeSpan QuestionDelay => Kind == FaultKind.LateQuestion ? TooLong : TimeSpan.Zero;

    /// <summary>What the gateway gets in place of the answer.</summary>
    public Fault Instead(string answer, Chance chance) => Kind switch
    {
        FaultKind.Reset => Faults.Reset,
        FaultKind.ServerError => Faults.Answer(chance.Of(500, 502, 503), chance.Of("", "<h1>Bad Gateway</h1>", """{"error":"server_error"}"""), "text/html"),
        FaultKind.HtmlInPlaceOfJson => Faults.Answer(200, "<!doctype html><title>Sign in to the hotel's network</title>", "text/html; charset=utf-8"),
        FaultKind.Nonsense => Faults.Answer(200, chance.Of(Nonsenses)),
        FaultKind.CutOff => Faults.CutOff(answer[..(answer.Length / 2)]),
        FaultKind.TooManyRequests => Faults.Answer(429, "{}", "application/json", $"Retry-After: {1 + chance.Below(4)}"),
        FaultKind.LateAnswer => Faults.After(() => Task.Delay(TooLong, TimeProvider.System), Faults.Answer(200, answer)),
        FaultKind.LateQuestion => Faults.Answer(200, answer),
        _ => Faults.After(() => Task.Delay(TooLong * 2, TimeProvider.System), Faults.Close),
    };
}
