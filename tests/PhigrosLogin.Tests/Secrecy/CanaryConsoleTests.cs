using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests.Secrecy;

/// <summary>
/// The same run through the program itself, up to its end: what an operator finds on the console, with every value and every
/// scope of the log, and what a collector is sent holds no secret. Every fault at full length; else each seventh, because
/// <see cref="CanaryTests"/> sees the same lines before they are written.
/// </summary>
public class CanaryConsoleTests
{
    private static readonly int Step = FullLength.Or(everyday: 7, full: 1);

    [Fact]
    public async Task No_secret_reaches_the_console_of_the_program_or_a_collector()
    {
        await using var upstream = new CanaryUpstream();
        await using var collector = FaultyServer.Start(Faults.Answer(200, ""));
        await using var program = await ServerProcess.StartAsync(
            [.. upstream.Settings, "--Polling:MinimumInterval=50ms", "--Upstream:Timeout=1s", "--Logging:Console:FormatterName=json", "--Logging:Console:FormatterOptions:IncludeScopes=true"],
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url.ToString()), ("OTEL_BSP_SCHEDULE_DELAY", "200"), ("OTEL_METRIC_EXPORT_INTERVAL", "1000"), ("DOTNET_SYSTEM_NET_HTTP_DISABLEURIREDACTION", "1"));
        using (var connection = new KeptConnection(program.Url))
        {
            foreach (var (_, choose) in CanaryUpstream.Days.Where((_, number) => number % Step == 0))
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
        var marks = new Canary(CanaryMarks.All);
        marks.Find("the console", program.Console).ShouldBeEmpty();
        foreach (var signal in (string[])["/v1/traces", "/v1/metrics"])
        {
            var sent = collector.Calls.Where(call => call.Path == signal).ToArray();
            sent.ShouldNotBeEmpty();
            sent.SelectMany(call => marks.Find(signal, call.Body)).ShouldBeEmpty();
        }
    }
}
