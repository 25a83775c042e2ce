using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests.Engine;

/// <summary>Promises 1, 3, 4 and 11: when TapTap is asked about a code, and when not.</summary>
public sealed class PollPacingTests
{
    private const string NotDone = """{"message":"Login progress not done","error":"","code":1,"codeName":"LoginProcessNotDone"}""";
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    private readonly ManualClock _clock = new();

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    public async Task P01_Two_hundred_callers_cost_one_call_an_interval(int latency)
    {
        var seconds = FullLength.Or(everyday: 12, full: 60);
        // The first one after 3 s, the next ones 3 s after the answer to the one before.
        var calls = 1 + ((seconds - 3) * 1000 / (3000 + latency));
        await using var tapTap = ScriptedTapTap.Start(_clock, _ =>
            latency == 0 ? ScriptedTapTap.Pending : ScriptedTapTap.Late(_clock, TimeSpan.FromMilliseconds(latency), ScriptedTapTap.Pending));
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);
        await gateway.GetAsync("GetNewQrCode");

        Task<string[]> callers = Task.FromResult(Array.Empty<string>());
        for (var tick = 0; tick < seconds * 2; tick++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(500));
            (await callers).ShouldAllBe(body => body == NotDone);
            var poll = tapTap.WhenPolledAsync(tapTap.Polls.Count + 1);
            callers = Task.WhenAll(Enumerable.Range(0, 200).Select(_ => AskAsync(gateway)));
            await (latency == 0 ? (Task)callers : Task.WhenAny(callers, poll));
        }

        tapTap.Polls.Count.ShouldBe(calls);
        tapTap.Polls.Select(poll => poll.At).ShouldBe(
            Enumerable.Range(0, calls).Select(number => TimeSpan.FromSeconds(3) + (number * TimeSpan.FromMilliseconds(3000 + latency))));
    }

    [Fact]
    public async Task P01_One_caller_who_asks_every_100_ms_costs_one_call_an_interval()
    {
        await using var tapTap = ScriptedTapTap.Start(_clock, ScriptedTapTap.Pending);
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);
        await gateway.GetAsync("GetNewQrCode");

        for (var tick = 0; tick < 600; tick++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            await AskAsync(gateway);
        }

        tapTap.Polls.Count.ShouldBe(20);
    }

    [Fact]
    public async Task P01_A_caller_who_comes_while_a_poll_is_under_way_waits_for_it()
    {
        var hold = new Hold();
        await using var tapTap = ScriptedTapTap.Start(_clock, hold.Before(ScriptedTapTap.Grant));
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);
        await gateway.GetAsync("GetNewQrCode");
        await gateway.PassIntervalAsync();

        var first = AskAsync(gateway);
        await tapTap.WhenPolledAsync(1);
        var second = AskAsync(gateway);
        hold.Release();

        (await first).ShouldContain("macKey");
        (await second).ShouldBe(await first);
        tapTap.Polls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task P03_Every_slow_down_adds_five_seconds_or_takes_the_larger_wish_for_good()
    {
        await using var tapTap = ScriptedTapTap.Start(
            _clock, ScriptedTapTap.SlowDown, ScriptedTapTap.SlowDown, SlowDownTo(22), ScriptedTapTap.Pending);
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);
        await gateway.GetAsync("GetNewQrCode");

        foreach (var gap in (int[])[3, 8, 13, 22, 22]) await ShouldPollAfterAsync(gateway, tapTap, gap);
    }

    [Fact]
    public async Task P03_A_429_is_a_slow_down_whose_wish_is_Retry_After()
    {
        await using var tapTap = ScriptedTapTap.Start(
            _clock, Faults.Answer(429, ""), Faults.Answer(429, "", "text/plain", "Retry-After: 20"), ScriptedTapTap.Pending);
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);
        await gateway.GetAsync("GetNewQrCode");

        foreach (var gap in (int[])[3, 8, 20, 20]) await ShouldPollAfterAsync(gateway, tapTap, gap);
    }

    [Theory]
    [InlineData("500")]
    [InlineData("nonsense")]
    [InlineData("reset")]
    [InlineData("timeout")]
    public async Task P04_Trouble_doubles_the_gap_up_to_30_s_and_an_answer_resets_it(string what)
    {
        var trouble = Trouble(what);
        await using var tapTap = ScriptedTapTap.Start(_clock, trouble, trouble, trouble, trouble, trouble, ScriptedTapTap.Pending);
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);
        await gateway.GetAsync("GetNewQrCode");

        var answers = new List<string>();
        foreach (var gap in (int[])[3, 6, 12, 24, 30, 30, 3])
            answers.Add(await ShouldPollAfterAsync(gateway, tapTap, gap, isSilent: what == "timeout" && tapTap.Polls.Count < 5));

        answers.Take(5).ShouldAllBe(body => body.Contains("\"code\":1,") && !body.Contains("\"error\":\"\""));
        answers.Skip(5).ShouldAllBe(body => body == NotDone);
    }

    [Theory]
    [InlineData("500")]
    [InlineData("nonsense")]
    [InlineData("reset")]
    [InlineData("timeout")]
    public async Task P11_A_poll_that_went_wrong_is_not_sent_twice(string what)
    {
        await using var tapTap = ScriptedTapTap.Start(_clock, Trouble(what), ScriptedTapTap.Pending);
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);
        await gateway.GetAsync("GetNewQrCode"); // leaves a warm connection, the kind on which a client likes to try again

        await ShouldPollAfterAsync(gateway, tapTap, 3, isSilent: what == "timeout");
        for (var asked = 0; asked < 20; asked++) await AskAsync(gateway);

        tapTap.Polls.Count.ShouldBe(1);
        await ShouldPollAfterAsync(gateway, tapTap, 6);
    }

    /// <summary>One caller a moment too early, who is answered from memory, and one at the right moment, who is not.</summary>
    private async Task<string> ShouldPollAfterAsync(TestGateway gateway, ScriptedTapTap tapTap, int seconds, bool isSilent = false)
    {
        var before = tapTap.Polls.Count;
        _clock.Advance(TimeSpan.FromSeconds(seconds) - Instant);
        await AskAsync(gateway);
        tapTap.Polls.Count.ShouldBe(before);

        _clock.Advance(Instant);
        var asked = AskAsync(gateway);
        await tapTap.WhenPolledAsync(before + 1);
        if (isSilent) _clock.Advance(TimeSpan.FromSeconds(15));
        return await asked;
    }

    private static Fault Trouble(string what) => what switch
    {
        "500" => Faults.Answer(500, ""),
        "nonsense" => Faults.Answer(200, "<html>"),
        "reset" => Faults.Reset,
        _ => Faults.Silent,
    };

    private static Fault SlowDownTo(int seconds) => Faults.Answer(
        400, FormattableString.Invariant($$"""{"data":{"code":-1,"msg":"","error":"slow_down","interval":{{seconds}}},"now":1723259060,"success":false}"""));

    private static async Task<string> AskAsync(TestGateway gateway)
    {
        using var body = new StringContent(ScriptedTapTap.BodyOf(1), new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        using var answer = await gateway.Http.PostAsync("/api/LoginQrCode/CheckQRCode", body);
        return await answer.Content.ReadAsStringAsync();
    }
}
