using System.Security.Cryptography;
using System.Text;
using PhigrosLogin.Tests.Pictures;

namespace PhigrosLogin.Tests.Examples;

/// <summary>What an example can be told: pictures instead of links, and how long it may take.</summary>
public class ExampleSettingsTests
{
    private const string ClientSecret = "qLpGm2V0xT4yPz7cNn5RkWvB1dHs8JfA";

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

    [Theory]
    [MemberData(nameof(ExampleTests.Examples), MemberType = typeof(ExampleTests))]
    public async Task A_token_is_stored_where_only_its_owner_can_read_it_and_not_printed(string example)
    {
        await using var world = await BotWorld.StartAsync();
        var bot = world.Run(example, more: ("PHIGROS_TOKEN_FILE", world.TokenFile));

        world.China.Codes.Confirm(await world.LookAsync(await bot.SaysAsync("Sign in here: ")));
        await bot.SaysAsync("Is this you?");
        await bot.AnswerAsync("y");
        var (status, output, words) = await bot.EndAsync();

        (status, output).ShouldBe((0, ""), words);
        var token = (await File.ReadAllTextAsync(world.TokenFile)).TrimEnd('\n');
        await world.ShouldOpenTheGameAsync(token);
        words.ShouldNotContain(token);
        if (OperatingSystem.IsWindows()) return;
        File.GetUnixFileMode(world.TokenFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Theory]
    [MemberData(nameof(ExampleTests.Examples), MemberType = typeof(ExampleTests))]
    public async Task A_token_without_a_place_to_go_is_neither_printed_nor_stored(string example)
    {
        await using var world = await BotWorld.StartAsync();
        var bot = world.Run(example, more: ("PHIGROS_TOKEN_FILE", ""));

        world.China.Codes.Confirm(await world.LookAsync(await bot.SaysAsync("Sign in here: ")));
        await bot.SaysAsync("Is this you?");
        await bot.AnswerAsync("y");
        var (status, output, words) = await bot.EndAsync();

        (status, output).ShouldBe((0, ""), words);
        words.ShouldContain("The token was not kept");
        words.ShouldNotMatch("\\b[0-9a-z]{25}\\b");
    }

    [Theory]
    [MemberData(nameof(ExampleTests.Examples), MemberType = typeof(ExampleTests))]
    public async Task A_client_secret_is_sent_and_without_it_the_gateways_own_words_are_said(string example)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ClientSecret)));
        await using var world = await BotWorld.StartAsync($"--Clients:bot:Secret=sha256:{hash}");

        var refused = await world.Run(example).EndAsync();
        var bot = world.Run(example, more: ("PHIGROS_CLIENT_SECRET", ClientSecret));
        world.China.Codes.Confirm(await world.LookAsync(await bot.SaysAsync("Sign in here: ")));
        await bot.SaysAsync("Is this you?");
        await bot.AnswerAsync("y");
        var (status, output, words) = await bot.EndAsync();

        refused.Status.ShouldBe(1);
        refused.Words.ShouldContain("X-Api-Key");
        status.ShouldBe(0, words);
        await world.ShouldOpenTheGameAsync(output.TrimEnd('\n'));
    }

    [Theory]
    [InlineData("login.py", """
        import asyncio, login, sys
        async def bind(http, player):
            def show(opened, png):
                print(player, opened["loginUrl"], file=sys.stderr, flush=True)
            result, acknowledge = await login.sign_in(http, "GATEWAY", player, show=show)
            await acknowledge()
            return f"{player} is {result['player']['nickname']}"
        async def main():
            async with login.open_session() as http:
                print(*await asyncio.gather(bind(http, "Ann"), bind(http, "Bob")), sep=", ")
        asyncio.run(main())
        """)]
    [InlineData("login.mjs", """
        const { signIn } = await import('MODULE')
        async function bind(player) {
          const result = await signIn({ gateway: 'GATEWAY', player, show: ({ loginUrl }) => console.error(player, loginUrl) })
          await result.acknowledge()
          return `${player} is ${result.player.nickname}`
        }
        console.log((await Promise.all([bind('Ann'), bind('Bob')])).join(', '))
        """)]
    public async Task An_example_can_be_imported_and_signs_in_two_players_at_once(string example, string program)
    {
        await using var world = await BotWorld.StartAsync();
        var bot = world.Import(example, program
            .Replace("GATEWAY", $"{world.Gateway.Url}".TrimEnd('/'), StringComparison.Ordinal)
            .Replace("MODULE", new Uri(Repository.File($"examples/{example}")).AbsoluteUri, StringComparison.Ordinal));

        foreach (var _ in (string[])["first", "second"])
            world.China.Codes.Confirm(await world.LookAsync(await bot.SaysAsync("/l/")));
        var (status, output, words) = await bot.EndAsync();

        status.ShouldBe(0, words);
        output.ShouldBe("Ann is static-void2, Bob is static-void2\n");
    }
}
