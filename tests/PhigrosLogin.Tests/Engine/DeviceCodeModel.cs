using System.Runtime.CompilerServices;
using PhigrosLogin.Polling;
using PhigrosLogin.Server.Logins;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Tests.Engine;

/// <summary>One code, what happens to it by chance, and what a careful reader of the promises expects of it.</summary>
internal sealed class DeviceCodeModel
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(3);
    private static readonly TapTapRefusal Words = TapTapRefusal.InvalidGrantCode(DateTimeOffset.UnixEpoch);
    private static readonly TapTapToken Token = TapTapToken.TryCreate("kid", null, null, "key", null, null, out var token, out _) ? token : throw new InvalidOperationException();

    private readonly ManualClock _clock = new();
    private readonly Chance _chance;
    private readonly DeviceCodeSession _session;
    private PollInFlight? _inFlight;

    // :: The model

    private string _expected = "Pending";
    private DeviceCodeState? _final;
    private bool _mayBeSpent;
    private double _usual = 3;
    private double _next = 3;
    private TimeSpan _due;

    public DeviceCodeModel(Upstream upstream, Chance chance)
    {
        _chance = chance;
        var code = new Secret("code");
        switch (chance.Below(3))
        {
            case 0:
                _session = DeviceCodeSession.Issued(
                    upstream, new DeviceCode(code, "id", "url", Life, TimeSpan.FromSeconds(1)), Start, Unused.Instance,
                    _clock);
                _due = Start;
                break;
            case 1:
                _session = DeviceCodeSession.FirstSeen(upstream, code, null, Life, Start, Unused.Instance, _clock);
                break;
            default:
                var isScanned = chance.Below(2) == 0;
                _session = DeviceCodeSession.Restored(
                    upstream, code, null, isScanned ? DeviceCodeState.Scanned() : DeviceCodeState.Pending(), Life, Start,
                    Unused.Instance, _clock);
                (_mayBeSpent, _due, _expected) = (true, Start, isScanned ? "Scanned" : "Pending");
                break;
        }
    }

    private TimeSpan Now => TimeSpan.FromTicks(_clock.GetTimestamp());

    private bool IsFinal => _expected is not ("Pending" or "Scanned");

    public string Play(int events)
    {
        for (var number = 0; number < events; number++)
        {
            switch (_chance.Below(5))
            {
                case 0 or 1:
                    PassTime();
                    break;
                case 2 or 3 when _inFlight is not null:
                    Answer();
                    break;
                default:
                    Join();
                    break;
            }
            Must(Name(_session.State) == _expected);
            _final ??= IsFinal ? _session.State : null;
            Must(_final is null || ReferenceEquals(_session.State, _final));
        }
        return _expected;
    }

    private void PassTime()
    {
        var untilDue = (_due - Now).Ticks;
        var untilEnd = (Life - Now).Ticks;
        var span = _chance.Below(5) switch
        {
            0 when untilDue > 0 => untilDue - 1,
            1 when untilDue > 0 => untilDue,
            2 when untilEnd > 0 && _chance.Below(4) == 0 => untilEnd - _chance.Below(2),
            _ => TimeSpan.FromMilliseconds(_chance.Below(6000)).Ticks,
        };
        _clock.Advance(TimeSpan.FromTicks(span));
    }

    private void Join()
    {
        var poll = _session.JoinOrBegin(out var begins);
        if (IsFinal)
        {
            Must(poll is null && !begins);
        }
        else if (_inFlight is not null)
        {
            Must(poll == _inFlight && !begins);
        }
        else
        {
            Must(begins == (Now >= Life || Now >= _due));
            Must(begins == poll is not null);
            if (begins && Now >= Life)
            {
                // The poller ends it without a call.
                _session.Update(polling => polling.Expire());
                _session.EndPoll();
                _expected = "Expired";
            }
            else if (begins)
            {
                _inFlight = poll;
            }
        }
    }

    private void Answer()
    {
        switch (_chance.Below(13))
        {
            case 0 or 1:
                Conclude(new Approval.Pending());
                _mayBeSpent = false;
                Expect(_expected, _usual, _usual);
                break;
            case 2 or 3:
                Conclude(new Approval.Scanned());
                _mayBeSpent = false;
                Expect("Scanned", _usual, _usual);
                break;
            case 4:
                var wish = _chance.Below(40);
                Conclude(new Approval.SlowDown(wish == 0 ? null : TimeSpan.FromSeconds(wish)));
                Expect(_expected, Math.Max(_usual + 5, wish), Math.Max(_usual + 5, wish));
                break;
            case 5:
                Conclude(new Approval.Granted(Token));
                Expect("Granted", _usual, _usual);
                break;
            case 6:
                Conclude(new Approval.Denied(Words));
                Expect("Denied", _usual, _usual);
                break;
            case 7:
                Conclude(new Approval.Refused(Words));
                Expect("Refused", _usual, _usual);
                break;
            case 8:
                Conclude(new Approval.Expired(Words));
                Expect(_mayBeSpent ? "Lost" : "Ended by TapTap", _usual, _usual);
                break;
            case 10:
                Conclude(new Approval.UnknownWord("risk_control"));
                Expect(_expected, _usual, Math.Max(_usual, Math.Min(30, _next * 2)));
                break;
            case 9:
                _session.Update(polling => polling.Expire());
                Expect("Expired", _usual, _usual);
                break;
            default:
                var arrived = _chance.Below(2) == 0;
                _session.Update(polling => polling.AfterFailure("Trouble.", arrived, _session.Age));
                _mayBeSpent |= arrived;
                Expect(_expected, _usual, Math.Max(_usual, Math.Min(30, _next * 2)));
                break;
        }
        (_inFlight, var ended) = (null, _inFlight!.Ended);
        _session.EndPoll();
        Must(ended.IsCompleted);
    }

    private void Conclude(Approval response) => _session.Update(polling => polling.After(response, _session.Age));

    private void Expect(string state, double usual, double next)
    {
        _expected = state is "Pending" or "Scanned" && Now >= Life ? "Expired" : state;
        (_usual, _next, _due) = (usual, next, Now + TimeSpan.FromSeconds(next));
    }

    // Asked some ten million times: an assertion that prepares its message each time would be most of the test.
    private static void Must(bool holds, [CallerArgumentExpression(nameof(holds))] string? rule = null)
    {
        if (!holds) throw new ShouldAssertException(rule);
    }

    private static string Name(DeviceCodeState state) => state switch
    {
        { Status: DeviceCodeStatus.Expired, Refusal: not null } => "Ended by TapTap",
        _ => state.Status.ToString(),
    };

    private sealed class Unused : IDeviceCodeStore
    {
        public static Unused Instance { get; } = new();

        public Task SaveAsync(DeviceCodeSession session, DeviceCodeState state) => throw new InvalidOperationException();

        public ValueTask<bool> RefreshAsync(DeviceCodeSession session) => throw new InvalidOperationException();
    }
}
