using System.Diagnostics;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Polling;

/// <summary>
/// The rules for polling one device code (RFC 8628 §3.5, docs/protocol.md §2), as an immutable value: what a response
/// means, when the next poll is due, how the code ends. It has no clock and does no I/O; times are ages, counted from
/// the moment at which the code became known. <see cref="PlayerLogin"/> and the gateway both follow these rules.
/// </summary>
internal sealed record DeviceCodePolling
{
    // The scan or the confirmation of the last moments is seen by a poll just before the code expires.
    private static readonly TimeSpan BeforeExpiry = TimeSpan.FromSeconds(1);

    private DeviceCodePolling(DeviceCodeState state, PollPace pace, TimeSpan lifetime, TimeSpan nextPoll) =>
        (State, Pace, Lifetime, NextPoll) = (state, pace, lifetime, nextPoll);

    public DeviceCodeState State { get; private init; }

    public PollPace Pace { get; private init; }

    /// <summary>The age from which the code is expired and not polled any more.</summary>
    public TimeSpan Lifetime { get; }

    /// <summary>The age from which the next poll is allowed.</summary>
    public TimeSpan NextPoll { get; private init; }

    /// <summary>The age at the last response, the one that issued the code included.</summary>
    public TimeSpan LastResponse => NextPoll - Pace.Next;

    /// <summary>Whether TapTap may have consumed the code while its response was lost.</summary>
    public bool MayBeSpent { get; private init; }

    /// <summary>
    /// Whether another instance, whose lease expired during a poll, may still receive the grant: until then an error of
    /// TapTap's does not end the code.
    /// </summary>
    public bool IsInDoubt { get; private init; }

    /// <summary>A code that TapTap has just issued: the first poll comes one interval later.</summary>
    public static DeviceCodePolling Issued(TimeSpan lifetime, PollPace pace) =>
        new(DeviceCodeState.Pending(), pace, lifetime, pace.Next);

    /// <summary>A code that was issued elsewhere: it is polled at first sight.</summary>
    public static DeviceCodePolling FirstSeen(TimeSpan lifetime, PollPace pace) =>
        new(DeviceCodeState.Pending(), pace, lifetime, TimeSpan.Zero);

    /// <summary>A code that an earlier process polled, whose last response may have been lost.</summary>
    public static DeviceCodePolling Restored(DeviceCodeState state, TimeSpan lifetime, PollPace pace) =>
        new(state, pace, lifetime, pace.Next) { MayBeSpent = true };

    public bool IsExpiredAt(TimeSpan age) => age >= Lifetime;

    /// <summary>Whether a poll is allowed at this age, or the code's end has come and is not in its state yet.</summary>
    public bool IsDueAt(TimeSpan age) => !State.IsFinal && (age >= NextPoll || IsExpiredAt(age));

    /// <summary>The age for a scheduled poll: at the pace, and once more just before the code expires.</summary>
    /// <param name="minimumWait">The least time since the last response.</param>
    public TimeSpan ScheduleNext(TimeSpan minimumWait = default)
    {
        var last = Lifetime - BeforeExpiry;
        var due = Longer(NextPoll, LastResponse + minimumWait);
        // A poll after which the last one could not follow an interval later is itself the last one.
        if (due + Pace.Usual <= last) return due;
        return NextPoll <= last ? last : Shorter(NextPoll, Lifetime);
    }

    /// <summary>After a response of TapTap's.</summary>
    /// <param name="response">The response.</param>
    /// <param name="age">The age at which it arrived.</param>
    public DeviceCodePolling After(Approval response, TimeSpan age)
    {
        var pace = response switch
        {
            Approval.SlowDown slower => Pace.AfterSlowDown(slower.Wish),
            Approval.UnknownWord => Pace.AfterTrouble(),
            _ => Pace.AfterAnswer(),
        };
        DeviceCodeState state = response switch
        {
            Approval.Pending or Approval.SlowDown => Unfinished(age),
            Approval.UnknownWord unknown => Unfinished(age, unknown.Sentence),
            Approval.Scanned => Unfinished(age, isScanned: true),
            Approval.Granted granted => DeviceCodeState.Granted(granted.Token),
            Approval.Denied denied => DeviceCodeState.Denied(denied.Refusal),
            Approval.Refused refused => DeviceCodeState.Refused(refused.Refusal),
            Approval.Expired when IsInDoubt && !IsExpiredAt(age) => Unfinished(age),
            Approval.Expired expired when MayBeSpent => DeviceCodeState.Lost(expired.Refusal),
            Approval.Expired expired => DeviceCodeState.Expired(expired.Refusal),
            _ => throw new UnreachableException(response.GetType().Name),
        };
        // While another instance's poll may be under way, its response can be the grant after all.
        var isUnspent = response.ShowsUnspent && !IsInDoubt;
        return Polled(state, pace, age) with { MayBeSpent = MayBeSpent && !isUnspent };
    }

    /// <summary>After a poll without a usable response.</summary>
    /// <param name="sentence">What to tell callers: one English sentence without credentials.</param>
    /// <param name="mayHaveArrived">Whether TapTap may have received the poll.</param>
    /// <param name="age">The age at which it failed.</param>
    public DeviceCodePolling AfterFailure(string sentence, bool mayHaveArrived, TimeSpan age) =>
        Polled(Unfinished(age, sentence), Pace.AfterTrouble(), age) with { MayBeSpent = MayBeSpent || mayHaveArrived };

    /// <summary>After the code's end by the local clock.</summary>
    public DeviceCodePolling Expire() => With(DeviceCodeState.Expired());

    /// <summary>After the store showed a state that another instance wrote.</summary>
    public DeviceCodePolling With(DeviceCodeState state) =>
        state.Status == DeviceCodeStatus.Pending ? this : this with { State = State.Then(state) };

    /// <summary>After another instance's pace became known.</summary>
    /// <param name="pace">The pace; null if it is not known.</param>
    /// <param name="mayBeSpent">As <see cref="MayBeSpent"/>; null if it is not known.</param>
    /// <param name="isInDoubt">As <see cref="IsInDoubt"/>.</param>
    /// <param name="nextPoll">The age of the next poll; null if it stays.</param>
    public DeviceCodePolling Synchronized(PollPace? pace, bool? mayBeSpent, bool isInDoubt, TimeSpan? nextPoll) =>
        this with
        {
            Pace = pace ?? Pace,
            MayBeSpent = mayBeSpent ?? MayBeSpent,
            IsInDoubt = isInDoubt,
            NextPoll = nextPoll ?? NextPoll,
        };

    // TapTap may respond "pending" after "waiting" (docs/protocol.md §8): a scan is not undone.
    private DeviceCodeState Unfinished(TimeSpan age, string failure = "", bool isScanned = false) =>
        IsExpiredAt(age) ? DeviceCodeState.Expired() :
        isScanned || State.Status == DeviceCodeStatus.Scanned ? DeviceCodeState.Scanned(failure) :
        DeviceCodeState.Pending(failure);

    private DeviceCodePolling Polled(DeviceCodeState state, PollPace pace, TimeSpan age) =>
        this with { State = State.Then(state), Pace = pace, NextPoll = age + pace.Next };

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
