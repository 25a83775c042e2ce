using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Tests.Documents;
using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests.Telemetry;

/// <summary>Traces and measurements for a collector, when the environment names one.</summary>
public class ExportTests
{
    private static readonly string[] Signals = ["/v1/traces", "/v1/metrics"];

    [Fact]
    [Runs("docs/telemetry.md", "OpenTelemetry")]
    public async Task A_collector_is_sent_traces_and_measurements_and_TapTap_hears_nothing_of_them()
    {
        await using var collector = FaultyServer.Start(Faults.Answer(200, ""));
        await using var tapTap = FaultyServer.Start(Faults.Answer(200, WireBody.DeviceCode));
        var wanted = RunsAttribute.BlocksOf(typeof(ExportTests)).ShouldHaveSingleItem().Text.Trim().Split('=');
        await using var program = await ServerProcess.StartAsync(TestGateway.PointAt("cn", tapTap.Url), (wanted[0], wanted[1].Replace("http://127.0.0.1:4318", $"{collector.Url}".TrimEnd('/'), StringComparison.Ordinal)), ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=simulated"));
        using (var caller = new KeptConnection(program.Url))
        {
            caller.Get("/api/LoginQrCode/GetNewQrCode?region=cn", "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\ntracestate: who=me\r\nbaggage: user=me\r\n").Status.ShouldBe(200);
        }
        program.Terminate();
        (await program.EndAsync()).ShouldBe(0);

        var (traces, metrics) = (Sent("/v1/traces"), Sent("/v1/metrics"));
        foreach (var sent in (string[])[traces, metrics])
        {
            sent.ShouldContain("phigros-login");
            sent.ShouldContain("simulated");
        }
        traces.ShouldContain("GET /api/LoginQrCode/GetNewQrCode");
        traces.ShouldContain($"{tapTap.Url}oauth2/v1/device/code");
        traces.ShouldNotContain("region=cn");
        metrics.ShouldContain("phigroslogin.logins.started");
        metrics.ShouldContain("http.server.request.duration");
        tapTap.Calls.Single().Headers.Keys.ShouldBe(["host", "accept", "user-agent", "content-type", "content-length"], ignoreOrder: true);
        collector.Calls.ShouldAllBe(call => Signals.Contains(call.Path) && call.Headers["content-type"] == "application/x-protobuf");

        string Sent(string path) => string.Concat(collector.Calls.Where(call => call.Path == path).Select(call => call.Body));
    }

    [Theory]
    [InlineData("OTEL_SERVICE_NAME", "mine")]
    [InlineData("OTEL_SDK_DISABLED", "true")]
    public async Task Unless_it_is_asked_for_nothing_of_it_is_even_loaded(string variable, string value)
    {
        (string, string)[] environment = variable == "OTEL_SDK_DISABLED" ? [(variable, value), ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")] : [(variable, value)];
        // The published file has all its assemblies inside, where no map shows them.
        await using var program = await ServerProcess.StartProgramAsync(ServerProcess.Built, [], environment);
        await RawHttp.GetAsync(program.Url, "/health/live");

        var loaded = await File.ReadAllTextAsync($"/proc/{program.ProcessId}/maps", TestContext.Current.CancellationToken);

        loaded.ShouldContain("PhigrosLogin.Server.dll");
        loaded.ShouldNotContain("OpenTelemetry");
    }
}
