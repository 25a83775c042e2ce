using System.Globalization;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests.Engine;

/// <summary>TapTap as a test writes it: codes without end, and every poll answered as the test says.</summary>
internal sealed class ScriptedTapTap : IAsyncDisposable
{
    public static readonly Fault Pending = Faults.Answer(400, WireBody.Error("authorization_pending"));
    public static readonly Fault Waiting = Faults.Answer(400, WireBody.Error("authorization_waiting"));
    public static readonly Fault SlowDown = Faults.Answer(400, WireBody.Error("slow_down"));
    public static readonly Fault Used = Faults.Answer(400, WireBody.Error("invalid_grant_code"));
    public static readonly Fault Grant = Faults.Answer(200, WireBody.Grant);

    private readonly Lock _lock = new();
    private readonly ManualClock _clock;
    private readonly Func<Poll, Fault> _answer;
    private readonly FaultyServer _server;
    private readonly List<Poll> _polls = [];
    private readonly Dictionary<int, TaskCompletionSource> _waiters = [];
    private int _codes;

    private ScriptedTapTap(ManualClock clock, Func<Poll, Fault> answer)
    {
        (_clock, _answer) = (clock, answer);
        _server = FaultyServer.Start(Answer);
    }

    public Uri Url => _server.Url;

    /// <summary>How a request for a code is answered; by the number of the code, from 1.</summary>
    public Func<int, Fault> Issue { get; set; } = number => Faults.Answer(200, DeviceCode(number));

    /// <summary>How many codes were asked for.</summary>
    public int CodesAsked => Volatile.Read(ref _codes);

    /// <summary>The polls so far, in the order of their coming.</summary>
    public IReadOnlyList<Poll> Polls
    {
        get
        {
            lock (_lock) return [.. _polls];
        }
    }

    /// <summary>TapTap with the answers of a test, by the number of the poll, from 1; the last one repeats.</summary>
    public static ScriptedTapTap Start(ManualClock clock, params Fault[] answers) =>
        new(clock, poll => answers[Math.Min(poll.Number, answers.Length) - 1]);

    /// <inheritdoc cref="Start(ManualClock, Fault[])" />
    public static ScriptedTapTap Start(ManualClock clock, Func<Poll, Fault> answer) => new(clock, answer);

    public static string DeviceCode(int number, int expiresIn = 300) => WireBody.DeviceCode
        .Replace("bdK9qxspDeBrbM2OUu4M0EBloEVR9App6Xh9buXD", CodeOf(number), StringComparison.Ordinal)
        .Replace("300", expiresIn.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    public static string CodeOf(int number) => FormattableString.Invariant($"code{number:d36}");

    /// <summary>The body with which a caller asks about a code.</summary>
    public static string BodyOf(int number) => $$"""{"deviceCode":"{{CodeOf(number)}}"}""";

    /// <summary>An answer that takes so much time of the clock, counted from now.</summary>
    public static Fault Late(ManualClock clock, TimeSpan by, Fault answer)
    {
        var delay = Task.Delay(by, clock);
        return Faults.After(() => delay, answer);
    }

    /// <summary>Ends when this many polls have come.</summary>
    public Task WhenPolledAsync(int number)
    {
        lock (_lock)
        {
            if (_polls.Count >= number) return Task.CompletedTask;
            if (!_waiters.TryGetValue(number, out var waiter))
                _waiters[number] = waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return waiter.Task.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Fault Answer(UpstreamCall call)
    {
        if (call.Path.EndsWith("/device/code", StringComparison.Ordinal)) return Issue(Interlocked.Increment(ref _codes));
        lock (_lock)
        {
            var code = call.Body.Split('&').Single(field => field.StartsWith("code=", StringComparison.Ordinal))[5..];
            var poll = new Poll(_polls.Count + 1, code, TimeSpan.FromTicks(_clock.GetTimestamp()));
            _polls.Add(poll);
            var answer = _answer(poll);
            // NOTE: last, so that a delay in the answer has begun before the test moves the clock.
            if (_waiters.Remove(poll.Number, out var waiter)) waiter.SetResult();
            return answer;
        }
    }
}

/// <summary>One poll that came: its number from 1, the code, and the moment on the test's clock.</summary>
internal sealed record Poll(int Number, string Code, TimeSpan At);

/// <summary>A gate that a test opens.</summary>
internal sealed class Hold
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Fault Before(Fault answer) => Faults.After(() => _open.Task, answer);

    public void Release() => _open.TrySetResult();
}
