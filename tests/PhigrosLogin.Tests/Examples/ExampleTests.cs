using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.Examples;

/// <summary>The bot loop of examples/, in each of its languages, against a real gateway.</summary>
public class ExampleTests
{
    private const string IsThisYou = "Signed in as static-void2. Is this you?";

    public static TheoryData<string> Examples => ["login.sh", "login.py", "login.mjs"];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task A_player_who_says_that_it_is_them_is_bound_and_the_result_acknowledged(string example)
    {
        await using var world = await BotWorld.StartAsync();
        var bot = world.Run(example);
        var link = await bot.SaysAsync("Sign in here: ");
        world.China.Codes.Confirm(await world.LookAsync(link));

        await bot.SaysAsync(IsThisYou);
        var kept = await File.ReadAllTextAsync(world.State);
        await bot.AnswerAsync("y");
        var (status, output, words) = await bot.EndAsync();

        status.ShouldBe(0, words);
        await world.ShouldOpenTheGameAsync(output.TrimEnd('\n'));
        words.ShouldNotContain(output.TrimEnd('\n'));
        (await world.ResultAsync(kept)).ShouldContain("already_acknowledged");
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task A_gateway_that_is_killed_in_mid_wait_costs_nothing(string example)
    {
        await using var world = await BotWorld.StartToKillAsync();
        var bot = world.Run(example);
        var code = await world.LookAsync(await bot.SaysAsync("Sign in here: "));
        // Polls follow each other this closely only while somebody waits for the result.
        await world.China.WhenCalledAsync(SandboxOperation.Token, 3, TestContext.Current.CancellationToken);

        await world.Gateway.KillAsync();
        await world.Gateway.StartAsync();
        world.China.Codes.Confirm(code);
        await bot.SaysAsync(IsThisYou);
        await bot.AnswerAsync("y");
        var (status, output, words) = await bot.EndAsync();

        status.ShouldBe(0, words);
        await world.ShouldOpenTheGameAsync(output.TrimEnd('\n'));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task A_refusal_is_told_in_the_words_of_the_gateway(string example)
    {
        await using var world = await BotWorld.StartAsync();
        var bot = world.Run(example);
        world.China.Codes.Refuse(await world.LookAsync(await bot.SaysAsync("Sign in here: ")));

        var (status, output, words) = await bot.EndAsync();

        status.ShouldBe(1, words);
        words.ShouldContain("You refused in TapTap");
        output.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task A_player_who_says_no_is_not_bound_and_the_result_is_erased(string example)
    {
        await using var world = await BotWorld.StartAsync();
        var bot = world.Run(example);
        world.China.Codes.Confirm(await world.LookAsync(await bot.SaysAsync("Sign in here: ")));

        await bot.SaysAsync(IsThisYou);
        var kept = await File.ReadAllTextAsync(world.State);
        await bot.AnswerAsync("n");
        var (status, output, words) = await bot.EndAsync();

        status.ShouldBe(1, words);
        output.ShouldBeEmpty();
        (await world.ResultAsync(kept)).ShouldContain("already_acknowledged");
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task A_gateway_that_forgot_is_asked_for_another_link(string example)
    {
        await using var world = await BotWorld.StartToKillAsync();
        var bot = world.Run(example);
        var first = await bot.SaysAsync("Sign in here: ");

        await world.Gateway.KillAsync();
        world.Gateway.EmptyStore();
        await world.Gateway.StartAsync();
        var second = await bot.SaysAsync("Sign in here: ");
        world.China.Codes.Confirm(await world.LookAsync(second));
        await bot.SaysAsync(IsThisYou);
        await bot.AnswerAsync("y");
        var (status, output, words) = await bot.EndAsync();

        status.ShouldBe(0, words);
        second.ShouldNotBe(first);
        await world.ShouldOpenTheGameAsync(output.TrimEnd('\n'));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Whoever_asks_again_gets_the_same_link_even_after_a_crash_of_the_bot(string example)
    {
        await using var world = await BotWorld.StartAsync();
        var crashed = world.Run(example);
        var first = await crashed.SaysAsync("Sign in here: ");
        await crashed.KillAsync();

        var bot = world.Run(example);
        var second = await bot.SaysAsync("Sign in here: ");
        world.China.Codes.Confirm(await world.LookAsync(second));
        await bot.SaysAsync(IsThisYou);
        await bot.AnswerAsync("y");
        var (status, output, words) = await bot.EndAsync();

        status.ShouldBe(0, words);
        second.ShouldBe(first);
        await world.ShouldOpenTheGameAsync(output.TrimEnd('\n'));
    }
}
