using System.Text.Json;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Tests.Logins;
using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests.Sessions;

/// <summary>The weather of the regions.</summary>
public class RegionTests
{
    [Fact]
    public async Task Before_anything_was_asked_nothing_is_measured_and_nobody_is_asked()
    {
        await using var world = await World.StartAsync(new ManualClock(), "--DefaultRegion=global");
        var start = world.Clock.GetUtcNow();
        world.Clock.Advance(TimeSpan.FromMinutes(1));

        using var answer = await world.Http.GetAsync("/api/v1/regions");

        var since = start.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        (await answer.Content.ReadAsStringAsync()).ShouldBe(
            $$"""[{"name":"global","default":true,"status":"ok","since":"{{since}}","latencyMs":null,"successRate":null,"cause":null,"problem":null},{"name":"cn","default":false,"status":"ok","since":"{{since}}","latencyMs":null,"successRate":null,"cause":null,"problem":null}]""");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (world.China.Calls.Count + world.International.Calls.Count).ShouldBe(0);
    }

    [Theory]
    [InlineData(9, 0, "ok", 1)]
    [InlineData(5, 1, "degraded", 0.833)]
    [InlineData(2, 8, "down", 0.2)]
    public async Task A_region_is_told_as_it_has_been_answering_and_since_when(int good, int bad, string status, double rate)
    {
        var isFailing = false;
        await using var tapTap = FaultyServer.Start(_ => isFailing ? Faults.Answer(503, "") : Faults.Answer(200, WireBody.DeviceCode));
        await using var gateway = await TestGateway.StartAsync(new ManualClock(), tapTap.Url, "--Sandbox=true");
        for (var call = 0; call < good; call++) await gateway.GetAsync("GetNewQrCode", "?region=cn");
        gateway.Clock.Advance(TimeSpan.FromSeconds(20));
        isFailing = true;
        for (var call = 0; call < bad; call++) await gateway.GetAsync("GetNewQrCode", "?region=cn");
        var changed = gateway.Clock.GetUtcNow().AddSeconds(status == "ok" ? -20 : 0);
        gateway.Clock.Advance(TimeSpan.FromSeconds(10));

        var china = await RegionAsync(gateway, "cn");
        var sandbox = await RegionAsync(gateway, "sandbox");

        china.Text("status").ShouldBe(status);
        china.GetProperty("since").GetDateTimeOffset().ShouldBe(changed);
        china.GetProperty("successRate").GetDouble().ShouldBe(rate);
        china.GetProperty("cause").GetString().ShouldBe(status == "ok" ? null : "taptap");
        china.GetProperty("problem").GetString().ShouldBe(status == "ok" ? null : "errors");
        china.GetProperty("latencyMs").GetInt64().ShouldBe(0);
        china.GetProperty("default").GetBoolean().ShouldBeFalse();
        sandbox.GetProperty("default").GetBoolean().ShouldBeTrue();
        sandbox.GetProperty("successRate").ValueKind.ShouldBe(JsonValueKind.Null);
        tapTap.Calls.Count.ShouldBe(good + bad);
    }

    [Fact]
    public async Task What_was_measured_is_forgotten_after_five_minutes()
    {
        await using var world = await World.StartAsync(new ManualClock());
        await world.SignInAsync();

        var now = await RegionAsync(world, "cn");
        world.Clock.Advance(TimeSpan.FromMinutes(6));
        var later = await RegionAsync(world, "cn");

        now.GetProperty("successRate").GetDouble().ShouldBe(1);
        later.GetProperty("successRate").ValueKind.ShouldBe(JsonValueKind.Null);
        later.GetProperty("latencyMs").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    private static async Task<JsonElement> RegionAsync(TestGateway gateway, string name) =>
        JsonDocument.Parse(await gateway.Http.GetStringAsync("/api/v1/regions")).RootElement.EnumerateArray().Single(region => region.Text("name") == name);
}
