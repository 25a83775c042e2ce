using PhigrosLogin.Bench.Driving;
using PhigrosLogin.Bench.Reporting;

namespace PhigrosLogin.Bench.Measurements;

/// <summary>A new code: asked of TapTap, put into the store, then handed over. The forwarder asks and hands over.</summary>
internal sealed class NewCode : IMeasurement
{
    public async Task<IReadOnlyList<Row>> TakeAsync(Stage stage)
    {
        await using var gateway = await stage.StartGatewayAsync();
        var pairs = new Pairs(stage, (child, seconds) => Wrk.LoadAsync(new Uri(child.Url, "/api/LoginQrCode/GetNewQrCode"), seconds));
        return
        [
            await pairs.CompareAsync(
                "GetNewQrCode against the forwarder",
                atLeast: 0.95,
                gateway,
                stage.Forwarder,
                // What was under way when wrk left is not in its count.
                mayAsk: (requests, _) => requests + (Wrk.Connections * stage.Extent.Pairs)),
        ];
    }
}
