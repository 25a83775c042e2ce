using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests.Logins;

/// <summary>What a login says of its upstream.</summary>
public class WeatherTests
{
    [Theory]
    [InlineData(9, 0, "ok")]
    [InlineData(5, 1, "degraded")]
    [InlineData(2, 7, "degraded")]
    [InlineData(2, 8, "down")]
    public async Task A_login_tells_how_its_upstream_has_been_answering(int good, int bad, string expected)
    {
        var isFailing = false;
        await using var tapTap = FaultyServer.Start(_ => isFailing ? Faults.Answer(503, "") : Faults.Answer(200, WireBody.DeviceCode));
        await using var gateway = await TestGateway.StartAsync(tapTap.Url);
        var login = await gateway.OpenAsync();

        for (var call = 0; call < good; call++) await gateway.GetAsync("GetNewQrCode");
        isFailing = true;
        for (var call = 0; call < bad; call++) await gateway.GetAsync("GetNewQrCode");

        (await login.StateAsync()).Text("upstreamStatus").ShouldBe(expected);
    }
}
