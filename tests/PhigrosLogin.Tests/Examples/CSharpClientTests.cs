using System.Diagnostics;
using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.Examples;

/// <summary>The bot loop in C# with the client, as examples/csharp-client has it, against a real gateway.</summary>
public sealed class CSharpClientTests : IClassFixture<BuiltCSharpClient>
{
    private readonly BuiltCSharpClient _built;

    public CSharpClientTests(BuiltCSharpClient built) => _built = built;

    [Theory]
    [InlineData("y", 0)]
    [InlineData("n", 1)]
    public async Task A_player_is_bound_only_when_they_say_so_even_after_a_kill_of_the_gateway(string answer, int expected)
    {
        await using var world = await BotWorld.StartToKillAsync();
        await using var bot = _built.Run(world);
        var code = await world.LookAsync(await bot.SaysAsync("Sign in here: "));
        await world.China.WhenCalledAsync(SandboxOperation.Token, 3, TestContext.Current.CancellationToken);

        await world.Gateway.KillAsync();
        await world.Gateway.StartAsync();
        world.China.Codes.Confirm(code);
        await bot.SaysAsync("Signed in as static-void2. Is this you?");
        await bot.AnswerAsync(answer);
        var (status, output, words) = await bot.EndAsync();

        status.ShouldBe(expected, words);
        if (expected == 0) await world.ShouldOpenTheGameAsync(output.TrimEnd('\n'));
        else output.ShouldBeEmpty();
        File.Exists(world.State).ShouldBeFalse();
    }

    [Fact]
    public async Task A_refusal_is_told_in_the_words_of_the_gateway()
    {
        await using var world = await BotWorld.StartAsync();
        await using var bot = _built.Run(world);
        world.China.Codes.Refuse(await world.LookAsync(await bot.SaysAsync("Sign in here: ")));

        var (status, output, words) = await bot.EndAsync();

        (status, output).ShouldBe((1, ""));
        words.ShouldContain("You refused in TapTap");
    }

    [Fact]
    public async Task Whoever_comes_back_after_a_crash_gets_the_same_link_and_a_gateway_that_forgot_gives_another()
    {
        await using var world = await BotWorld.StartToKillAsync();
        await using var crashed = _built.Run(world);
        var first = await crashed.SaysAsync("Sign in here: ");
        await crashed.KillAsync();

        await using var bot = _built.Run(world);
        var second = await bot.SaysAsync("Sign in here: ");
        await world.Gateway.KillAsync();
        world.Gateway.EmptyStore();
        await world.Gateway.StartAsync();
        var third = await bot.SaysAsync("Sign in here: ");

        second.ShouldBe(first);
        third.ShouldNotBe(first);
    }
}

/// <summary>The example, built once, as <c>dotnet run</c> would.</summary>
public sealed class BuiltCSharpClient : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();

    public async ValueTask InitializeAsync()
    {
        var start = new ProcessStartInfo("dotnet", ["build", Repository.File("examples/csharp-client"), "--artifacts-path", _folder.Path, "--output", Path.Combine(_folder.Path, "built")])
        {
            RedirectStandardOutput = true,
        };
        // A build server would outlive the test, and keep its output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        using var build = Process.Start(start)!;
        var output = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        build.ExitCode.ShouldBe(0, output);
    }

    internal RunningExample Run(BotWorld world) => RunningExample.Start(
        "dotnet", [Path.Combine(_folder.Path, "built", "csharp-client.dll"), "Ann", "180"],
        new Dictionary<string, string> { ["PHIGROS_GATEWAY"] = world.Gateway.Url.ToString(), ["PHIGROS_STATE"] = world.State, ["PHIGROS_TOKEN_FILE"] = "-" });

    public void Dispose() => _folder.Dispose();

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
