namespace PhigrosLogin.Tests.Cli;

/// <summary>What the tool does with a command line, a setting or a token that cannot be used: 2, and nothing on stdout.</summary>
public class UsageTests
{
    private const string Token = "f5knk52e8oa1b2c3d4e5fs7zx";
    private static readonly Uri Nowhere = new("http://127.0.0.1:9");

    [Theory]
    [InlineData("")]
    [InlineData("sing-in")]
    [InlineData("login --region mars")]
    [InlineData("login --what")]
    [InlineData("login --gateway gate.example")]
    [InlineData("inspect")]
    [InlineData("inspect --token-file /nowhere")]
    public async Task What_cannot_be_used_is_2(string line)
    {
        var end = await ToolProcess.RunAsync(ToolProcess.PointAt(Nowhere), "no token", line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        end.Status.ShouldBe(2, end.Words);
        end.Output.ShouldBeEmpty();
        end.Words.ShouldNotBeEmpty();
        end.Words.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("inspect")]
    [InlineData("rotate")]
    public async Task A_token_on_the_command_line_is_refused_and_not_repeated(string command)
    {
        var end = await ToolProcess.RunAsync(ToolProcess.PointAt(Nowhere), "", command, Token);

        end.Status.ShouldBe(2, end.Words);
        end.Words.ShouldContain("stdin");
        end.Words.ShouldNotContain(Token);
    }

    [Theory]
    [InlineData("Regions__cn__AccountsUrl", "http://accounts.example")]
    [InlineData("Regions__cn__ClientId", "a b")]
    [InlineData("regions__CN__appkey", "ä")]
    [InlineData("Regions__cn__LinkHosts__0", "a/b")]
    [InlineData("Regions__cn__Proxy", "ftp://proxy")]
    [InlineData("Polling__MinimumInterval", "1ms")]
    [InlineData("Upstream__Timeout", "soon")]
    public async Task A_setting_that_cannot_be_used_is_named_and_its_value_is_not(string name, string value)
    {
        var end = await ToolProcess.RunAsync(new Dictionary<string, string> { [name] = value, ["LC_ALL"] = "C" }, "", "login");

        end.Status.ShouldBe(2, end.Words);
        end.Words.ShouldContain(name.Split("__")[^1] is "0" ? "LinkHosts" : name.Split("__")[^1], Case.Insensitive);
        end.Words.ShouldNotContain(value);
    }

    [Fact]
    public async Task Nobody_there_is_5()
    {
        var end = await ToolProcess.RunAsync(ToolProcess.PointAt(Nowhere), "", "login");

        end.Status.ShouldBe(5, end.Words);
        end.Output.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    public async Task Help_and_version_are_results(string option)
    {
        var end = await ToolProcess.RunAsync(ToolProcess.PointAt(Nowhere), "", option);

        end.Status.ShouldBe(0);
        end.Output.ShouldNotBeEmpty();
        end.Words.ShouldBeEmpty();
    }
}
