using PhigrosLogin.Server.Logins;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Tests.Engine;

/// <summary>One code, what happens to it by chance, and what a careful reader of the promises expects of it.</summary>
internal sealed class AttemptModel
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(3);
    private static readonly TapTapRefusal Words = TapTapRefusal.InvalidGrantCode(DateTimeOffset.UnixEpoch);
    private static readonly TapTapToken Token = TapTapToken.TryCreate("kid", null, null, "key", null, null, out var token, out _) ? token : throw new InvalidOperationException();

    private readonly ManualClock _clock = new();
    private readonly Chance _chance;
    private readonly Attempt _attempt;
    private TaskCompletionSource? _inFlight;

    // :: The model

    private string _expected = "Pending";
    private AttemptState? _final;
    private bool _mayBeSpent;
    private double _usual = 3;
    private double _next = 3;
    private TimeSpan _due;

    public AttemptModel(Upstream upstream, Chance chance)
    {
        _chance = chance;
        var code = new Secret("code");
        switch (chance.Below(3))
        {
            case 0:
                _attempt = Attempt.Issued(upstream, new DeviceCode(code, "id", "url", Life, TimeSpan.FromSeconds(1)), Start, _clock);
                _due = Start;
                break;
            case 1:
                _attempt = Attempt.Brought(upstream, code, null, Life, Start, _clock);
                break;
            default:
                var isScanned = chance.Below(2) == 0;
                _attempt = Attempt.Resumed(upstream, code, null, isScanned ? new AttemptState.Scanned() : new AttemptState.Pending(), Life, Start, _clock);
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
            Name(_attempt.State).ShouldBe(_expected);
            _final ??= IsFinal ? _attempt.State : null;
            if (_final is not null) _attempt.State.ShouldBeSameAs(_final);
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
        var poll = _attempt.Join(StartPoll, out var hasExpired);
        if (IsFinal)
        {
            (poll, hasExpired).ShouldBe((null, false));
        }
        else if (_inFlight is not null)
        {
            poll.ShouldNotBeNull();
            hasExpired.ShouldBeFalse();
        }
        else
        {
            poll.ShouldBeNull();
            hasExpired.ShouldBe(Now >= Life);
            if (hasExpired) _expected = "Expired";
            else Now.ShouldBeLessThan(_due);
        }
    }

    private Task StartPoll(Attempt attempt)
    {
        _inFlight.ShouldBeNull();
        IsFinal.ShouldBeFalse();
        Now.ShouldBeLessThan(Life);
        Now.ShouldBeGreaterThanOrEqualTo(_due);
        _inFlight = new TaskCompletionSource();
        return _inFlight.Task;
    }

    private void Answer()
    {
        _inFlight!.SetResult();
        _inFlight = null;
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
                Conclude(null);
                Expect("Expired", _usual, _usual);
                break;
            default:
                var arrived = _chance.Below(2) == 0;
                _attempt.Conclude(_attempt.Interpret(new AttemptState.Pending("Trouble.")), pace => pace.AfterTrouble(), arrived ? true : null);
                _mayBeSpent |= arrived;
                Expect(_expected, _usual, Math.Max(_usual, Math.Min(30, _next * 2)));
                break;
        }
    }

    private void Conclude(Approval? approval)
    {
        var (outcome, pace) = UpstreamPolls.Read(approval);
        _attempt.Conclude(_attempt.Interpret(outcome), pace, approval is { ShowsUnspent: true } ? false : null);
    }

    private void Expect(string state, double usual, double next)
    {
        _expected = state is "Pending" or "Scanned" && Now >= Life ? "Expired" : state;
        (_usual, _next, _due) = (usual, next, Now + TimeSpan.FromSeconds(next));
    }

    private static string Name(AttemptState state) => state switch
    {
        AttemptState.Ended { End: AttemptEnd.Expired } => "Ended by TapTap",
        AttemptState.Ended ended => ended.End.ToString(),
        _ => state.GetType().Name,
    };
}
