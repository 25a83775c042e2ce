using System.Text.Json;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Tests.Pictures;

namespace PhigrosLogin.Tests.Cli;

/// <summary>phigros-login login as a built program, directly and through a gateway.</summary>
public class LoginTests
{
    private const string ShellScript = """
        TOKEN=$("$TOOL" login) && printf 'got %s\n' "$TOKEN"
        """;

    public static TheoryData<string> Ways => ["direct", "gateway"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_token_alone_is_on_stdout_and_the_scan_is_told_as_it_happens(string way)
    {
        await using var world = await ToolWorld.StartAsync();
        await using var tool = ToolProcess.Start(world.Environment, ["login", .. world.Way(way)]);
        var code = (await tool.SaysAsync("https://"))[^5..];

        await tool.SaysAsync("Scan with TapTap");
        world.China.Codes.Scan(code);
        await tool.SaysAsync("Scanned. Confirm on your phone");
        world.China.Codes.Confirm(code);
        var end = await tool.EndAsync();

        end.Status.ShouldBe(0, end.Words);
        end.Output.ShouldMatch("^[0-9a-z]{25}\n$");
        end.Words.ShouldContain("Signed in as static-void2 (cn).");
        end.Words.ShouldNotContain(end.Output.Trim());
    }

    [Fact]
    public async Task A_shell_takes_the_token_into_a_variable()
    {
        await using var world = await ToolWorld.StartAsync();
        var environment = new Dictionary<string, string>(world.Environment) { ["TOOL"] = ToolProcess.Program };
        await using var shell = ToolProcess.StartProgram("/bin/sh", environment, "-c", ShellScript);

        world.China.Codes.Confirm((await shell.SaysAsync("https://"))[^5..]);
        var end = await shell.EndAsync();

        end.Status.ShouldBe(0, end.Words);
        end.Output.ShouldMatch("^got [0-9a-z]{25}\n$");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task As_JSON_it_is_the_result_of_the_gateway_in_one_line(string way)
    {
        await using var world = await ToolWorld.StartAsync();
        await using var tool = ToolProcess.Start(world.Environment, ["login", "--json", .. world.Way(way)]);

        world.China.Codes.Confirm((await tool.SaysAsync("https://"))[^5..]);
        var end = await tool.EndAsync();

        end.Status.ShouldBe(0, end.Words);
        end.Output.TrimEnd('\n').ShouldNotContain('\n');
        var result = JsonDocument.Parse(end.Output).RootElement;
        result.EnumerateObject().Select(member => member.Name).ShouldBe(["sessionToken", "region", "player", "profile"]);
        result.GetProperty("player").GetProperty("nickname").GetString().ShouldBe("static-void2");
        result.GetProperty("profile").GetProperty("openId").GetString().ShouldBe(SandboxPlayer.Default.OpenId);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Ctrl_C_ends_it_with_130_and_nobody_is_asked_any_more(string way)
    {
        await using var world = await ToolWorld.StartAsync(TimeProvider.System);
        await using var tool = ToolProcess.Start(world.Environment, ["login", .. world.Way(way)]);
        var code = (await tool.SaysAsync("https://"))[^5..];
        await world.China.WhenCalledAsync(SandboxOperation.Token, 1, TestContext.Current.CancellationToken);

        tool.Interrupt();
        var end = await tool.EndAsync();
        await world.Gateway.SettledAsync();
        var asked = world.China.CountOf(SandboxOperation.Token);
        world.China.Codes.Confirm(code);

        end.Status.ShouldBe(130, end.Words);
        end.Output.ShouldBeEmpty();
        end.Words.ShouldEndWith("Cancelled.\n");
        world.China.CountOf(SandboxOperation.Token).ShouldBe(asked);
        world.China.Codes.Redeemed.ShouldBe(0);
    }

    [Theory]
    [InlineData("zh_CN.UTF-8", "", "用 TapTap 扫码")]
    [InlineData("zh_TW.UTF-8", "en_US.UTF-8", "Scan with TapTap")]
    [InlineData("", "zh_CN.UTF-8", "用 TapTap 扫码")]
    [InlineData("C", "", "Scan with TapTap")]
    [InlineData("de_DE.ISO-8859-1", "", "Scan with TapTap")]
    public async Task It_speaks_the_language_of_the_locale(string lang, string all, string words)
    {
        await using var world = await ToolWorld.StartAsync();
        var environment = new Dictionary<string, string>(world.Environment) { ["LANG"] = lang, ["LC_ALL"] = all };
        await using var tool = ToolProcess.Start(environment, "login");

        await tool.SaysAsync(words);

        tool.Interrupt();
        (await tool.EndAsync()).Status.ShouldBe(130);
    }

    [Fact]
    public async Task Without_a_terminal_the_code_is_plain_text_of_the_dark_style()
    {
        await using var world = await ToolWorld.StartAsync();
        await using var tool = ToolProcess.Start(world.Environment, "login");
        var link = await tool.SaysAsync("https://");

        await tool.SaysAsync("Scan with TapTap");
        tool.Interrupt();
        var end = await tool.EndAsync();

        end.Words.ShouldContain(new PhigrosLogin.Pictures.QrPicture(link).Text());
        end.Words.ShouldNotContain('\e');
    }

    [Fact]
    public async Task On_a_terminal_a_scanner_reads_the_code_on_a_dark_and_on_a_light_ground()
    {
        await using var world = await ToolWorld.StartAsync();
        var environment = new Dictionary<string, string>(world.Environment) { ["TERM"] = "xterm-256color" };
        await using var terminal = ToolProcess.StartProgram("script", environment, "-qfec", $"exec {ToolProcess.Program} login", "/dev/null");
        using var gallery = new Gallery();

        var screen = await terminal.ReadUntilAsync(" left");

        var first = screen.Split('\n')[0].Trim();
        var link = first[first.IndexOf("https://", StringComparison.Ordinal)..]; // before it, the runtime sets up the terminal
        screen.ShouldMatch(@"\nScan with TapTap, or open the link · \d:\d\d left$|\e\[KScan with TapTap, or open the link · \d:\d\d left$");
        screen.Split('\n').Length.ShouldBeLessThanOrEqualTo(24);
        foreach (var ground in new[] { new Terminal("black", "white"), new Terminal("white", "black"), new Terminal("#fdf6e3", "#657b83") })
            (await gallery.ScanAsync(await gallery.ShowAsync(ground, screen.Replace("\r", "", StringComparison.Ordinal)))).ShouldBe([link]);
    }
}
