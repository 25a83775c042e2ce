using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests.Telemetry;

/// <summary>Whether it is the gateway or TapTap, an operator reads in one line.</summary>
public class WeatherLogTests
{
    [Fact]
    public async Task A_region_that_stops_answering_is_one_warning_and_its_return_one_line()
    {
        var fault = Faults.Answer(500, "");
        await using var tapTap = FaultyServer.Start(_ => fault);
        await using var gateway = await TestGateway.StartAsync(new ManualClock(), tapTap.Url);
        for (var start = 0; start < 9; start++) await gateway.GetAsync("GetNewQrCode");
        fault = Faults.Answer(200, WireBody.DeviceCode);
        gateway.Clock.Advance(TimeSpan.FromSeconds(15));

        await gateway.Log.WhenAsync(line => line.Text.Contains("answers again", StringComparison.Ordinal), 1);

        gateway.Log.Lines.Where(line => line.Text.StartsWith("Region ", StringComparison.Ordinal)).Select(line => $"{line.Level} {line.Text.Split(':')[0].Trim()}").ShouldBe([
            "Warning Region cn is down, cause taptap",
            "Information Region cn answers again, cause taptap",
        ]);
    }
}
