using PhigrosLogin.Tests.Pictures;

namespace PhigrosLogin.Tests.Examples;

/// <summary>What an example can be told: pictures instead of links, and how long it may take.</summary>
public class ExampleSettingsTests
{
    [Theory]
    [MemberData(nameof(ExampleTests.Examples), MemberType = typeof(ExampleTests))]
    public async Task A_chat_that_takes_no_links_gets_a_picture_of_the_region_it_names(string example)
    {
        await using var world = await BotWorld.StartAsync();
        var bot = world.Run(example, more: [("PHIGROS_PICTURE", world.Picture), ("PHIGROS_REGION", "cn")]);

        await bot.SaysAsync("with TapTap, region cn");
        using var gallery = new Gallery();
        var read = await gallery.ScanAsync(world.Picture);
        world.China.Codes.Confirm(read.ShouldHaveSingleItem()[^5..]);
        await bot.SaysAsync("Is this you?");
        await bot.AnswerAsync("y");
        var (status, output, words) = await bot.EndAsync();

        status.ShouldBe(0, words);
        await world.ShouldOpenTheGameAsync(output.TrimEnd('\n'));
    }

    [Theory]
    [MemberData(nameof(ExampleTests.Examples), MemberType = typeof(ExampleTests))]
    public async Task A_login_ends_within_the_seconds_that_the_chat_gives(string example)
    {
        await using var world = await BotWorld.StartAsync();

        var state = await world.StateOfAsync(await world.Run(example, seconds: "180").SaysAsync("Sign in here: "));

        // 60 s for a confirmation after the last scan and 45 s for the game's cloud are inside the 180.
        var life = state.GetProperty("expiresAt").GetDateTimeOffset() - state.GetProperty("createdAt").GetDateTimeOffset();
        life.ShouldBeInRange(TimeSpan.FromSeconds(65), TimeSpan.FromSeconds(75));
    }

    [Theory]
    [MemberData(nameof(ExampleTests.Examples), MemberType = typeof(ExampleTests))]
    public async Task A_gateway_that_is_busy_is_asked_again_after_the_time_that_it_names(string example)
    {
        await using var world = await BotWorld.StartAsync();
        await using var busy = await BusyProxy.StartAsync(world.Gateway.Url);
        var bot = world.Run(example, gateway: busy.Url);

        world.China.Codes.Confirm(await world.LookAsync(await bot.SaysAsync("Sign in here: ")));
        await bot.SaysAsync("Is this you?");
        await bot.AnswerAsync("y");
        var (status, output, words) = await bot.EndAsync();

        status.ShouldBe(0, words);
        await world.ShouldOpenTheGameAsync(output.TrimEnd('\n'));
        busy.Waits.Count.ShouldBe(3); // to open, to read, to acknowledge
        busy.Waits.ShouldAllBe(wait => wait > TimeSpan.FromSeconds(2.9));
    }
}
