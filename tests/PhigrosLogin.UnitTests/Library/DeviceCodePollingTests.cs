using PhigrosLogin.Polling;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Tests.Library;

/// <summary>The rules of polling one device code, which the library and the gateway share. Ages are in seconds.</summary>
public sealed class DeviceCodePollingTests
{
    private const string Words = """{"success":false,"data":{"error":"x"}}""";
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(300);
    private static readonly TapTapRefusal Refusal = TapTapRefusal.Kept(Words);
    private static readonly TapTapToken Token =
        TapTapToken.TryCreate("kid", null, null, "key", null, null, out var token, out _)
            ? token
            : throw new InvalidOperationException();

    private static DeviceCodePolling Issued => DeviceCodePolling.Issued(Life, PollPace.Start(S(1), S(3)));

    private static DeviceCodePolling Restored => DeviceCodePolling.Restored(DeviceCodeState.Pending(), Life, Issued.Pace);

    [Fact]
    public void The_first_poll_comes_one_interval_after_the_issue_at_once_for_a_foreign_code_and_later_for_a_restored_one()
    {
        Issued.NextPoll.ShouldBe(S(3));
        Issued.MayBeSpent.ShouldBeFalse();
        DeviceCodePolling.FirstSeen(Life, Issued.Pace).NextPoll.ShouldBe(S(0));
        DeviceCodePolling.FirstSeen(Life, Issued.Pace).MayBeSpent.ShouldBeFalse();
        Restored.NextPoll.ShouldBe(S(3));
        Restored.MayBeSpent.ShouldBeTrue();
        Issued.State.Status.ShouldBe(DeviceCodeStatus.Pending);
        Issued.State.Failure.ShouldBe("");
    }

    [Fact]
    public void A_poll_is_due_from_its_time_and_at_the_end_of_the_code_but_never_in_a_final_state()
    {
        Issued.IsDueAt(S(2.999)).ShouldBeFalse();
        Issued.IsDueAt(S(3)).ShouldBeTrue();
        var late = Issued.After(new Approval.SlowDown(S(1000)), S(299));
        late.IsDueAt(S(299.999)).ShouldBeFalse();
        late.IsDueAt(S(300)).ShouldBeTrue();
        Issued.After(new Approval.Denied(Refusal), S(3)).IsDueAt(S(10)).ShouldBeFalse();
        Issued.IsExpiredAt(S(299.999)).ShouldBeFalse();
        Issued.IsExpiredAt(S(300)).ShouldBeTrue();
    }

    public static TheoryData<string, string, string, double> Responses => new()
    {
        // response, before → after, wait
        { "pending", "Pending", "Pending", 3 },
        { "pending", "Scanned", "Scanned", 3 },
        { "scanned", "Pending", "Scanned", 3 },
        { "slow_down", "Pending", "Pending", 8 },
        { "slow_down", "Scanned", "Scanned", 8 },
        { "slow_down 20", "Pending", "Pending", 20 },
        { "unknown", "Pending", "Pending", 6 },
        { "unknown", "Scanned", "Scanned", 6 },
        { "granted", "Pending", "Granted", 3 },
        { "granted", "Scanned", "Granted", 3 },
        { "denied", "Pending", "Denied", 3 },
        { "refused", "Scanned", "Refused", 3 },
        { "expired", "Pending", "Expired", 3 },
        { "expired", "Scanned", "Expired", 3 },
    };

    [Theory]
    [MemberData(nameof(Responses))]
    public void A_response_gives_the_state_and_the_next_poll(string response, string before, string after, double wait)
    {
        var polling = before == "Scanned" ? Issued.After(new Approval.Scanned(), S(3)) : Issued;

        var next = polling.After(Of(response), S(10));

        next.State.Status.ToString().ShouldBe(after);
        next.NextPoll.ShouldBe(S(10 + wait));
        next.LastResponse.ShouldBe(S(10));
        next.State.Failure.Length.ShouldBe(response == "unknown" ? next.State.Failure.Length : 0);
        if (response == "unknown") next.State.Failure.ShouldContain("risk_control");
        next.State.Refusal.ShouldBe(after is "Denied" or "Refused" or "Expired" ? Refusal : null);
        next.State.Token.ShouldBe(after == "Granted" ? Token : null);
        next.State.IsFinal.ShouldBe(after is not ("Pending" or "Scanned"));
    }

    [Theory]
    [InlineData("pending")]
    [InlineData("scanned")]
    [InlineData("slow_down")]
    [InlineData("unknown")]
    public void A_response_after_the_end_that_is_no_end_is_the_end(string response)
    {
        Issued.After(Of(response), S(299.999)).State.IsFinal.ShouldBeFalse();
        var ended = Issued.After(Of(response), S(300)).State;
        ended.Status.ShouldBe(DeviceCodeStatus.Expired);
        ended.Refusal.ShouldBeNull();
        Issued.AfterFailure("x", mayHaveArrived: true, S(300)).State.Status.ShouldBe(DeviceCodeStatus.Expired);
        Issued.After(Of("granted"), S(301)).State.Status.ShouldBe(DeviceCodeStatus.Granted);
        Issued.Expire().State.Status.ShouldBe(DeviceCodeStatus.Expired);
    }

    [Fact]
    public void A_failure_doubles_the_wait_up_to_thirty_seconds_and_a_response_resets_it()
    {
        var polling = Issued;
        foreach (var wait in (double[])[6, 12, 24, 30, 30])
        {
            polling = polling.AfterFailure("TapTap is silent.", mayHaveArrived: false, S(10));
            polling.NextPoll.ShouldBe(S(10 + wait));
            polling.State.Failure.ShouldBe("TapTap is silent.");
            polling.State.Status.ShouldBe(DeviceCodeStatus.Pending);
        }
        polling.MayBeSpent.ShouldBeFalse();
        polling.After(new Approval.Pending(), S(50)).NextPoll.ShouldBe(S(53));
        Issued.After(new Approval.Scanned(), S(3)).AfterFailure("x", true, S(6)).State.Status.ShouldBe(DeviceCodeStatus.Scanned);
    }

    [Fact]
    public void A_code_that_is_used_up_after_a_lost_response_is_lost_unless_it_was_seen_unspent_since()
    {
        var lost = Issued.AfterFailure("x", mayHaveArrived: true, S(3));
        lost.MayBeSpent.ShouldBeTrue();
        lost.AfterFailure("x", mayHaveArrived: false, S(9)).MayBeSpent.ShouldBeTrue();
        lost.After(Of("expired"), S(9)).State.Status.ShouldBe(DeviceCodeStatus.Lost);
        lost.After(Of("expired"), S(9)).State.Refusal.ShouldBe(Refusal);
        lost.After(Of("slow_down"), S(9)).After(Of("expired"), S(20)).State.Status.ShouldBe(DeviceCodeStatus.Lost);
        lost.After(Of("denied"), S(9)).State.Status.ShouldBe(DeviceCodeStatus.Denied);
        foreach (var unspent in (string[])["pending", "scanned"])
            lost.After(Of(unspent), S(9)).After(Of("expired"), S(12)).State.Status.ShouldBe(DeviceCodeStatus.Expired);
        Restored.After(Of("expired"), S(9)).State.Status.ShouldBe(DeviceCodeStatus.Lost);
        Restored.AfterFailure("x", mayHaveArrived: false, S(9)).MayBeSpent.ShouldBeTrue();
    }

    [Fact]
    public void While_another_instance_may_receive_the_grant_an_error_ends_nothing()
    {
        var inDoubt = Issued.Synchronized(PollPace.Start(S(5), S(5)), mayBeSpent: true, isInDoubt: true, nextPoll: S(20));
        inDoubt.Pace.Usual.ShouldBe(S(5));
        inDoubt.NextPoll.ShouldBe(S(20));
        inDoubt.After(Of("expired"), S(20)).State.Status.ShouldBe(DeviceCodeStatus.Pending);
        inDoubt.With(DeviceCodeState.Scanned()).After(Of("expired"), S(20)).State.Status.ShouldBe(DeviceCodeStatus.Scanned);
        inDoubt.After(Of("expired"), S(300)).State.Status.ShouldBe(DeviceCodeStatus.Lost);
        inDoubt.After(Of("pending"), S(20)).MayBeSpent.ShouldBeTrue();
        inDoubt.After(Of("granted"), S(20)).State.Status.ShouldBe(DeviceCodeStatus.Granted);

        var certain = inDoubt.Synchronized(pace: null, mayBeSpent: null, isInDoubt: false, nextPoll: null);
        (certain.Pace.Usual, certain.NextPoll, certain.MayBeSpent).ShouldBe((S(5), S(20), true));
        certain.After(Of("pending"), S(20)).MayBeSpent.ShouldBeFalse();
        certain.Synchronized(null, mayBeSpent: false, isInDoubt: false, null).MayBeSpent.ShouldBeFalse();
    }

    [Fact]
    public void A_final_state_is_left_for_a_grant_only()
    {
        var denied = Issued.After(Of("denied"), S(3));
        foreach (var response in (string[])["pending", "scanned", "expired", "refused", "slow_down", "unknown"])
            denied.After(Of(response), S(6)).State.ShouldBeSameAs(denied.State);
        denied.AfterFailure("x", true, S(6)).State.ShouldBeSameAs(denied.State);
        denied.Expire().State.ShouldBeSameAs(denied.State);
        denied.With(DeviceCodeState.Lost(Refusal)).State.ShouldBeSameAs(denied.State);

        var granted = denied.With(DeviceCodeState.Granted(Token));
        granted.State.Status.ShouldBe(DeviceCodeStatus.Granted);
        granted.With(DeviceCodeState.Granted(Token)).State.ShouldBeSameAs(granted.State);
        granted.With(DeviceCodeState.Denied(Refusal)).State.ShouldBeSameAs(granted.State);
    }

    [Fact]
    public void A_stored_state_is_adopted_unless_it_is_the_first_one()
    {
        var scanned = Issued.With(DeviceCodeState.Scanned());
        scanned.State.Status.ShouldBe(DeviceCodeStatus.Scanned);
        scanned.With(DeviceCodeState.Pending()).State.Status.ShouldBe(DeviceCodeStatus.Scanned);
        scanned.With(DeviceCodeState.Refused(Refusal)).State.Status.ShouldBe(DeviceCodeStatus.Refused);
        DeviceCodePolling.Restored(DeviceCodeState.Scanned(), Life, Issued.Pace).State.Status.ShouldBe(DeviceCodeStatus.Scanned);
    }

    [Theory]
    [InlineData(3, 0, 6)] // at the pace
    [InlineData(290, 0, 293)]
    [InlineData(293, 0, 296)] // the last one follows at 299
    [InlineData(293.5, 0, 299)] // after 296.5 no other could follow
    [InlineData(296, 0, 299)]
    [InlineData(296.5, 0, 299.5)] // 299 would be too soon
    [InlineData(298, 0, 300)] // the end itself
    [InlineData(3, 10, 13)] // every ten seconds
    [InlineData(3, 2, 6)] // never sooner than the pace
    [InlineData(287, 10, 299)]
    [InlineData(286, 10, 296)]
    public void The_schedule_is_the_pace_and_once_more_just_before_the_end(double response, double minimumWait, double expected) =>
        Issued.After(new Approval.Pending(), S(response)).ScheduleNext(S(minimumWait)).ShouldBe(S(expected));

    private static Approval Of(string response) => response switch
    {
        "pending" => new Approval.Pending(),
        "scanned" => new Approval.Scanned(),
        "slow_down" => new Approval.SlowDown(null),
        "slow_down 20" => new Approval.SlowDown(S(20)),
        "unknown" => new Approval.UnknownWord("risk_control"),
        "granted" => new Approval.Granted(Token),
        "denied" => new Approval.Denied(Refusal),
        "refused" => new Approval.Refused(Refusal),
        "expired" => new Approval.Expired(Refusal),
        _ => throw new ArgumentOutOfRangeException(nameof(response)),
    };

    private static TimeSpan S(double seconds) => TimeSpan.FromSeconds(seconds);
}
