using PhigrosLogin.Bench.Driving;
using PhigrosLogin.Bench.Reporting;

namespace PhigrosLogin.Bench.Measurements;

/// <summary>One code that nobody confirms, asked after again and again: TapTap is asked every 3 s, the rest is memory.</summary>
internal sealed class OneWaitingCode : IMeasurement
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    public async Task<IReadOnlyList<Row>> TakeAsync(Stage stage)
    {
        await using var gateway = await stage.StartGatewayAsync();
        var code = await stage.Http.GetStringAsync(new Uri(gateway.Url, "/api/LoginQrCode/GetNewQrCode"));
        await SameAnswer.CheckAsync(stage, gateway, stage.Bare, code);
        var script = await stage.WriteFileAsync("one.lua", $"wrk.method='POST'\nwrk.headers['Content-Type']='application/json'\nwrk.body=[==[{code}]==]\n");

        var pairs = new Pairs(stage, (child, seconds) => Wrk.LoadAsync(new Uri(child.Url, SameAnswer.Path), seconds, script));
        return
        [
            await pairs.CompareAsync(
                "CheckQRCode, one waiting code, against the bare endpoint",
                atLeast: 0.8,
                gateway,
                stage.Bare,
                mayAsk: (_, time) => 1 + (long)(time / Interval)),
        ];
    }
}
