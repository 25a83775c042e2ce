namespace PhigrosLogin.Tests.Soak;

/// <summary>The judge of the soak finds what is wrong: each row is a story that is in order, or one that is spoiled.</summary>
public sealed class SoakJudgeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly InjectedFault Lost = new(FaultKind.Reset, IsHeard: true);
    private static readonly InjectedFault Unheard = new(FaultKind.Silence, IsHeard: false);

    [Fact]
    public void What_may_happen_is_found_innocent()
    {
        Judge(Told(Ending.Succeeded), Poll(0), Granted(3)).ShouldBeEmpty();
        Judge(Told(Ending.Succeeded), Poll(0, Unheard), Granted(6), Exchange(6, Lost), Exchange(7)).ShouldBeEmpty();
        Judge(Told(Ending.Lost), Granted(0, Lost), Poll(6, word: PollWord.Gone)).ShouldBeEmpty();
        Judge(Told(Ending.ExchangeFailed), Granted(0), Exchange(0, Lost), Exchange(1, Lost), Exchange(3, Unheard)).ShouldBeEmpty();
        Judge(Told(Ending.TimedOut), Granted(0, Lost), Poll(6, Unheard)).ShouldBeEmpty();
        Judge(Told(Ending.TimedOut), Poll(5, Unheard)).ShouldBeEmpty();
        Judge(Told(Ending.Cancelled, Person.IsCancelled), Granted(3)).ShouldBeEmpty();
        Judge(Told(Ending.Denied, Person.Denies), Poll(0, word: PollWord.Refused)).ShouldBeEmpty();
        Judge(Told(Ending.Lost, Person.Denies), Poll(0, Lost, PollWord.Refused), Poll(6, word: PollWord.Gone)).ShouldBeEmpty();
        Judge(Told(Ending.TimedOut, Person.NeverComes), Poll(0)).ShouldBeEmpty();
    }

    [Fact]
    public void A_loss_without_a_fault_is_found_guilty()
    {
        Judge(Told(Ending.Lost), Granted(0), Poll(3, word: PollWord.Gone)).ShouldHaveSingleItem().ShouldContain("not touched");
        Judge(Told(Ending.Lost), Poll(0, Lost)).ShouldHaveSingleItem().ShouldContain("there was none");
        Judge(Told(Ending.ExchangeFailed), Granted(0), Exchange(0, Lost), Exchange(1, Lost), Exchange(3)).ShouldHaveSingleItem().ShouldContain("without three faults");
        Judge(Told(Ending.TimedOut), Granted(0)).ShouldHaveSingleItem().ShouldContain("had a grant");
        Judge(Told(Ending.TimedOut), Granted(0, Lost), Poll(6, word: PollWord.Gone)).ShouldHaveSingleItem().ShouldContain("had a grant");
        Judge(Told(Ending.TimedOut), Poll(-5), Poll(3)).ShouldHaveSingleItem().ShouldContain("no fault was in the way");
        Judge(Told("failed:upstream_unavailable"), Granted(0)).ShouldHaveSingleItem();
    }

    [Fact]
    public void An_end_that_nobody_brought_about_is_found_guilty()
    {
        Judge(Told(Ending.Succeeded), Poll(0)).ShouldHaveSingleItem().ShouldContain("without a grant");
        Judge(Told(Ending.Cancelled), Granted(0)).ShouldHaveSingleItem();
        Judge(Told(Ending.Denied), Poll(0, word: PollWord.Refused)).ShouldHaveSingleItem().ShouldContain("by nobody");
        Judge(Told("expired:upstream_unavailable", Person.NeverComes), Poll(0)).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_login_that_is_not_over_is_found_guilty() =>
        Judge(Told(null), Granted(0)).ShouldHaveSingleItem().ShouldContain("still not over");

    [Fact]
    public void A_result_in_the_wrong_hands_is_found_guilty()
    {
        var (one, other) = (Told(Ending.Succeeded), Told(Ending.Succeeded, number: 2));
        one.Ending = new Ending(Ending.Succeeded, other.Player.OpenId, "t1");
        other.Ending = new Ending(Ending.Succeeded, other.Player.OpenId, "t1");

        var guilty = SoakJudge.Judge([one, other], [Granted(0), Granted(0) with { UserCode = "code2" }]);

        guilty.Count.ShouldBe(2);
        guilty[0].ShouldContain("somebody else's");
        guilty[1].ShouldContain("one token");
    }

    [Fact]
    public void A_code_that_is_asked_about_too_soon_or_granted_twice_or_to_nobody_is_found_guilty()
    {
        Judge(Told(Ending.Succeeded), Poll(0), Granted(1)).ShouldHaveSingleItem().ShouldContain("asked about again within 1.0 s");
        Judge(Told(Ending.Succeeded), Granted(0, Lost), Granted(6)).ShouldHaveSingleItem().ShouldContain("granted twice");
        Judge(Told(Ending.Succeeded), Granted(0), Granted(0) with { UserCode = "other" }).ShouldHaveSingleItem().ShouldContain("no player");
    }

    [Fact]
    public void What_a_caller_complains_of_is_found_guilty()
    {
        var story = Told(Ending.Succeeded);
        story.Complaints.Enqueue("another body");

        Judge(story, Granted(0)).ShouldHaveSingleItem().ShouldContain("another body");
    }

    [Fact]
    public void Memory_that_grows_is_not_flat()
    {
        var (flat, leaking) = (new SoakMemory(TimeSpan.FromSeconds(100)), new SoakMemory(TimeSpan.FromSeconds(100)));
        for (var second = 0; second < 100; second++)
        {
            flat.Add(TimeSpan.FromSeconds(second), (100L + Math.Min(second, 20) + (second % 5)) << 20);
            leaking.Add(TimeSpan.FromSeconds(second), (100L + (second / 2)) << 20);
        }

        flat.IsFlat.ShouldBeTrue();
        leaking.IsFlat.ShouldBeFalse();
        leaking.Steps.Count().ShouldBe(20);
    }

    [Fact]
    public void An_alarm_in_the_log_is_found_but_for_PostgreSQLs_absence()
    {
        const string Console = "info: a\nfail: X[1] Login abc… broke with Y\nfail: X[2] Expired logins could not be removed from the store (Npgsql.NpgsqlException)\nwarn: z\ncrit: lives in memory only";

        SoakConsole.Alarms(Console).Count().ShouldBe(2);
        SoakConsole.Count(Console, "fail").ShouldBe(2);
    }

    private static IReadOnlyList<string> Judge(Story story, params UpstreamNote[] notes) => SoakJudge.Judge([story], notes);

    private static Story Told(string? end, Person person = Person.Confirms, long number = 1) => new(number, Api.Login, Caller.Waits, person)
    {
        UserCode = $"code{number}",
        ConfirmedAt = person is Person.Confirms or Person.IsCancelled ? Noon - TimeSpan.FromSeconds(1) : null,
        WasCancelled = person == Person.IsCancelled,
        Ending = end is null ? null : new Ending(end),
    };

    private static UpstreamNote Poll(double second, InjectedFault? fault = null, PollWord word = PollWord.Waiting) =>
        new(Noon + TimeSpan.FromSeconds(second), UpstreamNote.Token, "code1", fault, word);

    private static UpstreamNote Granted(double second, InjectedFault? fault = null) => Poll(second, fault, PollWord.Granted);

    private static UpstreamNote Exchange(double second, InjectedFault? fault = null) =>
        new(Noon + TimeSpan.FromSeconds(second), UpstreamNote.Users, "code1", fault, PollWord.None);
}
