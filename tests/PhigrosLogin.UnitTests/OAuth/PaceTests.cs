using PhigrosLogin.Sandbox;
using PhigrosLogin.Tests.Limits;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.OAuth;

/// <summary>How often a client may ask, and what its asking does for the player.</summary>
public class PaceTests
{
    private static readonly string Post = $"&client_secret={Uri.EscapeDataString(KeyRing.Key)}";

    private static readonly string Basic =
        $"Authorization: Basic {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{OAuthCaller.Client}:{Uri.EscapeDataString(KeyRing.Key)}"))}\r\n";

    [Fact]
    public async Task A_second_poller_slows_both_down_by_five_seconds_a_time()
    {
        await using var world = await World.StartAsync(new ManualClock());
        var device = await world.AuthorizeAsync();
        (double Later, string Error)[] story =
        [
            (0, "authorization_pending"),
            (1.9, "slow_down"), // 3 s less one of tolerance; from here on it is 8
            (5, "slow_down"), // 6.9 s after the last that was taken; 13
            (5.1, "authorization_pending"),
            (12, "authorization_pending"),
            (11.9, "slow_down"), // 18
            (5.1, "authorization_pending"),
        ];
        var errors = new List<string>();

        foreach (var (later, _) in story)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(later));
            var answer = await device.AskAsync();
            errors.Add(System.Text.Json.JsonDocument.Parse(answer.Body).RootElement.Text("error")!);
        }

        errors.ShouldBe(story.Select(step => step.Error));
    }

    [Fact]
    public async Task A_client_that_sends_each_question_by_both_methods_is_not_too_fast()
    {
        await using var world = await World.StartAsync(new ManualClock(), KeyRing.Setting(OAuthCaller.Client));
        var device = await world.AuthorizeAsync("", Basic);
        var errors = new List<string>();

        for (var poll = 0; poll < 5; poll++)
        {
            errors.Add(Error(await world.PostFormAsync(OAuthCaller.Token, device.TokenForm, Basic)));
            world.Clock.Advance(TimeSpan.FromMilliseconds(100));
            errors.Add(Error(await world.PostFormAsync(OAuthCaller.Token, device.TokenForm + Post)));
            world.Clock.Advance(TimeSpan.FromMilliseconds(2900));
        }

        errors.ShouldBe(Enumerable.Repeat("authorization_pending", 10));
    }

    [Fact]
    public async Task Both_methods_in_turn_are_no_way_around_the_interval()
    {
        await using var world = await World.StartAsync(new ManualClock(), KeyRing.Setting(OAuthCaller.Client));
        var device = await world.AuthorizeAsync("", Basic);
        var errors = new List<string>();

        for (var pair = 0; pair < 3; pair++)
        {
            errors.Add(Error(await world.PostFormAsync(OAuthCaller.Token, device.TokenForm, Basic)));
            errors.Add(Error(await world.PostFormAsync(OAuthCaller.Token, device.TokenForm + Post)));
        }
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        errors.Add(Error(await world.PostFormAsync(OAuthCaller.Token, device.TokenForm + Post)));
        world.Clock.Advance(TimeSpan.FromSeconds(17)); // 3 s and three times 5 s, less one of tolerance
        errors.Add(Error(await world.PostFormAsync(OAuthCaller.Token, device.TokenForm, Basic)));

        errors.ShouldBe(
        [
            "authorization_pending", "authorization_pending", "slow_down", "slow_down", "slow_down", "slow_down", "slow_down",
            "authorization_pending",
        ]);
    }

    [Fact]
    public async Task Two_logins_do_not_slow_each_other_down()
    {
        await using var world = await World.StartAsync();
        var one = await world.AuthorizeAsync();
        var other = await world.AuthorizeAsync();

        var answers = new[] { await one.AskAsync(), await other.AskAsync() };

        foreach (var answer in answers) answer.ShouldBeError("authorization_pending");
    }

    [Fact]
    public async Task Of_many_who_ask_at_once_one_is_not_too_soon()
    {
        await using var world = await World.StartAsync();
        var device = await world.AuthorizeAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => device.AskAsync()));

        answers.Count(answer => answer.Body.Contains("authorization_pending", StringComparison.Ordinal)).ShouldBe(1);
        answers.Count(answer => answer.Body.Contains("slow_down", StringComparison.Ordinal)).ShouldBe(19);
    }

    [Fact]
    public async Task What_is_over_is_told_to_the_hasty_too()
    {
        await using var world = await World.StartAsync();
        var device = await world.AuthorizeAsync();
        for (var hasty = 0; hasty < 5; hasty++) await device.AskAsync();
        using var cancelled = await device.Login.CancelAsync();

        var answer = await device.AskAsync();

        answer.ShouldBeError("access_denied");
    }

    [Fact]
    public async Task A_client_that_keeps_asking_counts_as_somebody_who_is_connected()
    {
        await using var world = await World.StartAsync(new ManualClock());
        var device = await world.AuthorizeAsync();
        await device.Login.LookAsync();
        await world.SettledAsync();

        for (var asked = 0; asked < 10; asked++)
        {
            (await device.AskAsync()).ShouldBeError("authorization_pending");
            await world.PassSecondsAsync(3);
        }
        var whileAsking = world.China.CountOf(SandboxOperation.Token);
        await world.PassSecondsAsync(60);
        var afterwards = world.China.CountOf(SandboxOperation.Token) - whileAsking;

        whileAsking.ShouldBe(10); // every 3 s
        afterwards.ShouldBeInRange(6, 8); // every 10 s, after the moments that it may be late
    }

    [Fact]
    public async Task A_client_that_asks_every_interval_has_the_token_with_the_second_question_after_the_player_confirmed()
    {
        await using var world = await World.StartAsync(new ManualClock());
        var device = await world.AuthorizeAsync();
        var userCode = await device.Login.LookAsync();
        for (var asked = 0; asked < 3; asked++)
        {
            (await device.AskAsync()).ShouldBeError("authorization_pending");
            await world.PassSecondsAsync(3);
        }

        world.China.Codes.Confirm(userCode);
        await device.AskAsync();
        await world.PassSecondsAsync(3);
        var answer = await device.AskAsync();

        answer.Status.ShouldBe(200, answer.Body);
    }

    private static string Error(RawAnswer answer) => System.Text.Json.JsonDocument.Parse(answer.Body).RootElement.Text("error")!;
}
