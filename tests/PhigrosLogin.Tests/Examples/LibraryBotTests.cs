using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.Examples;

/// <summary>examples/csharp-library as it is, against a simulated TapTap on the real clock.</summary>
public class LibraryBotTests
{
    [Fact]
    public async Task Two_players_sign_in_at_once_and_who_says_no_is_not_bound()
    {
        await using var sandbox = await StartAsync();
        await using var bot = Run(sandbox);

        await bot.AnswerAsync("Ann login");
        var ann = await bot.SaysAsync("Ann: Sign in here: ");
        await bot.AnswerAsync("Bob login");
        var bob = await bot.SaysAsync("Bob: Sign in here: ");
        sandbox.Codes.Confirm(ann[^5..]);
        await bot.SaysAsync("Ann: Signed in as static-void2. Is this you?");
        await bot.AnswerAsync("Ann yes");
        await bot.SaysAsync("Ann: You are bound.");
        sandbox.Codes.Confirm(bob[^5..]);
        await bot.SaysAsync("Bob: Signed in as static-void2. Is this you?");
        await bot.AnswerAsync("Bob no");
        await bot.SaysAsync("Bob: Nothing was stored.");
        var (status, output, words) = await bot.EndAsync();

        status.ShouldBe(0, words);
        output.ShouldMatch("^Ann cn [0-9a-z]{25}\n$");
        words.ShouldNotContain(output.Trim().Split(' ')[2]);
    }

    [Fact]
    public async Task Asking_again_gives_the_same_link_and_a_refusal_is_told()
    {
        await using var sandbox = await StartAsync();
        await using var bot = Run(sandbox);

        await bot.AnswerAsync("Ann login");
        var first = await bot.SaysAsync("Ann: Sign in here: ");
        await bot.AnswerAsync("Ann login");
        var second = await bot.SaysAsync("Ann: Sign in here: ");
        sandbox.Codes.Refuse(first[^5..]);
        await bot.SaysAsync("Ann: You declined on TapTap.");
        var (status, output, words) = await bot.EndAsync();

        status.ShouldBe(0, words);
        second.ShouldBe(first);
        output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Stop_ends_a_login()
    {
        await using var sandbox = await StartAsync();
        await using var bot = Run(sandbox);

        await bot.AnswerAsync("Ann login");
        await bot.SaysAsync("Ann: Sign in here: ");
        await bot.AnswerAsync("Ann stop");
        await bot.SaysAsync("Ann: Stopped.");

        (await bot.EndAsync()).Status.ShouldBe(0);
    }

    private static Task<SandboxUpstream> StartAsync() => SandboxUpstream.StartAsync(
        new SandboxOptions { Region = SandboxRegion.China, LinkBase = SandboxRegion.China.PublicLinkBase, DefaultScript = null }, TimeProvider.System);

    private static RunningExample Run(SandboxUpstream sandbox) => RunningExample.Start(
        Path.Combine(AppContext.BaseDirectory, "csharp-library"), [], new Dictionary<string, string> { ["PHIGROS_UPSTREAM"] = $"{sandbox.Url}", ["PHIGROS_TOKEN_FILE"] = "-" });
}
