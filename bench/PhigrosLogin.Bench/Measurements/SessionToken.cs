using PhigrosLogin.Bench.Driving;
using PhigrosLogin.Bench.Reporting;

namespace PhigrosLogin.Bench.Measurements;

/// <summary>
/// The session token for a grant of TapTap's: the profile, then the game cloud, which wants the profile. So the forwarder
/// asks the same two one after the other; it signs, checks and keeps nothing.
/// </summary>
internal sealed class SessionToken : IMeasurement
{
    public async Task<IReadOnlyList<Row>> TakeAsync(Stage stage)
    {
        await using var gateway = await stage.StartGatewayAsync();
        var grant = System.Text.Encoding.UTF8.GetString(Fixture.Read("granted").Body);
        var script = await stage.WriteFileAsync("token.lua", $"wrk.method='POST'\nwrk.headers['Content-Type']='application/json'\nwrk.body=[==[{grant}]==]\n");

        var pairs = new Pairs(stage, (child, seconds) => Wrk.LoadAsync(new Uri(child.Url, "/api/LoginQrCode/GetPhigrosToken"), seconds, script));
        return
        [
            await pairs.CompareAsync(
                "GetPhigrosToken (two upstream calls) against the forwarder",
                atLeast: 0.95,
                gateway,
                stage.Forwarder,
                mayAsk: (requests, _) => 2 * (requests + (Wrk.Connections * stage.Extent.Pairs))),
        ];
    }
}
