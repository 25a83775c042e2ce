namespace PhigrosLogin;

/// <summary>
/// The last answer that arrived during a call, for the log. It is passed beside the calls, because what judges an
/// answer stands far from what received it, and because an exception, which may be shown to anyone, must not carry a
/// body.
/// </summary>
internal sealed class ReceivedAnswer
{
    private static readonly AsyncLocal<ReceivedAnswer?> Observer = new();
    private UpstreamAnswer? _last;

    /// <summary>The structure of that answer, without its content; null when none arrived.</summary>
    public string? Structure => _last is null ? null : AnswerStructure.Of(_last);

    /// <summary>Observes the calls that the current method makes from here on.</summary>
    public static ReceivedAnswer Observe() => Observer.Value = new ReceivedAnswer();

    public static void Add(UpstreamAnswer answer)
    {
        if (Observer.Value is { } observer) observer._last = answer;
    }
}
