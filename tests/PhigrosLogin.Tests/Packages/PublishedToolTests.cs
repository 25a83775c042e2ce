using PhigrosLogin.Tests.Cli;
using PhigrosLogin.Tests.LiveCheck;

namespace PhigrosLogin.Tests.Packages;

/// <summary>The command-line tool in the archive: one file that needs neither .NET nor the source.</summary>
[Collection(nameof(Published))]
public sealed class PublishedToolTests(Published published) : IDisposable
{
    private readonly TempFolder _empty = new();

    public void Dispose() => _empty.Dispose();

    [Fact]
    public async Task Its_live_check_runs_in_an_empty_folder_without_dotnet()
    {
        await using var sandbox = await LiveCheckToolTests.StartSandboxAsync();

        await using var tool = ToolProcess.StartProgram(
            "bash",
            ToolProcess.PointAt(sandbox.Url),
            "-c",
            $"cd '{_empty.Path}' && unset DOTNET_ROOT && PATH=/bin exec '{published.Folder}/phigros-login' live-check --go --region cn");
        var end = await tool.EndAsync();

        end.Status.ShouldBe(0, end.Words);
        end.Output.TrimEnd('\n').Split('\n').Length.ShouldBe(10, end.Output);
    }

    [Fact]
    public async Task It_signs_in_and_prints_the_token()
    {
        await using var sandbox = await LiveCheckToolTests.StartSandboxAsync();

        await using var tool = ToolProcess.StartProgram(
            Path.Combine(published.Folder, "phigros-login"), ToolProcess.PointAt(sandbox.Url), "login");
        var end = await tool.EndAsync();

        end.Status.ShouldBe(0, end.Words);
        end.Output.TrimEnd('\n').ShouldMatch("^[0-9a-z]{25}$");
    }
}
