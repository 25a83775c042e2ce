namespace PhigrosLogin.Tests.Library;

public class PollPaceTests
{
    private static readonly TimeSpan Minimum = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData(1, 3)]
    [InlineData(3, 3)]
    [InlineData(5, 5)]
    public void The_pace_is_what_TapTap_announces_but_no_faster_than_the_minimum(int announced, int expected) =>
        PollPace.Start(TimeSpan.FromSeconds(announced), Minimum).Next.ShouldBe(TimeSpan.FromSeconds(expected));

    [Fact]
    public void Every_slow_down_adds_five_seconds_for_good_or_takes_a_larger_wish()
    {
        var pace = PollPace.Start(Minimum, Minimum).AfterSlowDown(null);
        pace.Next.ShouldBe(TimeSpan.FromSeconds(8));

        pace = pace.AfterAnswer().AfterSlowDown(TimeSpan.FromSeconds(2));
        pace.Next.ShouldBe(TimeSpan.FromSeconds(13));

        pace = pace.AfterSlowDown(TimeSpan.FromSeconds(22));
        pace.Next.ShouldBe(TimeSpan.FromSeconds(22));
        pace.AfterAnswer().Next.ShouldBe(TimeSpan.FromSeconds(22));
    }

    [Fact]
    public void Trouble_doubles_the_wait_up_to_thirty_seconds_and_an_answer_ends_that()
    {
        var pace = PollPace.Start(Minimum, Minimum);
        int[] expected = [6, 12, 24, 30, 30];
        foreach (var seconds in expected)
        {
            pace = pace.AfterTrouble();
            pace.Next.ShouldBe(TimeSpan.FromSeconds(seconds));
        }

        pace.AfterAnswer().Next.ShouldBe(Minimum);
    }

    [Fact]
    public void Trouble_never_makes_a_slow_pace_faster()
    {
        var pace = PollPace.Start(TimeSpan.FromSeconds(45), Minimum);

        pace.AfterTrouble().Next.ShouldBe(TimeSpan.FromSeconds(45));
    }
}
