using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests.Secrecy;

/// <summary>The same run through the program itself, up to its end: what an operator finds on the console holds no secret.</summary>
public class CanaryConsoleTests
{
    [Fact]
    public async Task No_secret_reaches_the_console_of_the_program()
    {
        await using var upstream = new CanaryUpstream();
        await using var program = await ServerProcess.StartAsync([.. upstream.Settings, "--Polling:MinimumInterval=50ms", "--Upstream:Timeout=1s"]);
        using (var connection = new KeptConnection(program.Url))
        {
            foreach (var (_, choose) in CanaryUpstream.Days)
            {
                upstream.Become(choose);
                foreach (var (_, ask) in CanaryRoutes.All) ask(connection);
            }
        }
        upstream.Become(_ => Faults.Silent);
        var cutOff = RawHttp.PostAsync(program.Url, "/api/LoginQrCode/GetPhigrosToken", WireBody.TokenBody);

        program.Terminate();
        var exitCode = await program.EndAsync();
        await cutOff;

        exitCode.ShouldBe(0);
        program.Console.ShouldContain("Microsoft.AspNetCore.Hosting.Diagnostics");
        program.Console.ShouldContain("Stopping: no new requests");
        new Canary(CanaryMarks.All).Find("the console", program.Console).ShouldBeEmpty();
    }
}
