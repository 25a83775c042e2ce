using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.Sandbox;

public class ArgumentTests
{
    [Theory]
    [InlineData("", "http://127.0.0.1:5016/", "sandbox", false)]
    [InlineData("--urls http://localhost:6000 --region global --human", "http://localhost:6000/", "global", true)]
    public void The_command_line_says_where_and_whose_and_whether_a_person_decides(string line, string url, string region, bool isHuman)
    {
        var options = SandboxArguments.Read(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ShouldNotBeNull();

        options.ListenUrl.ToString().ShouldBe(url);
        options.Region.Name.ShouldBe(region);
        (options.DefaultScript is null).ShouldBe(isHuman);
    }

    [Theory]
    [InlineData("--region moon")]
    [InlineData("--region")]
    [InlineData("--urls https://example.org")]
    [InlineData("--verbose")]
    public void A_command_line_that_is_not_understood_is_not_guessed_at(string line) =>
        SandboxArguments.Read(line.Split(' ')).ShouldBeNull();
}
