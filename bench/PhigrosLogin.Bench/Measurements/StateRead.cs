using System.Text;
using System.Text.Json;
using PhigrosLogin.Bench.Driving;
using PhigrosLogin.Bench.Reporting;

namespace PhigrosLogin.Bench.Measurements;

/// <summary>The state of a login with its QR code on show, read at a fixed rate; beside it the bare endpoint at the same rate.</summary>
internal sealed class StateRead : IMeasurement
{
    private const int Times = 3;

    private static readonly Goal Goal = new("≤", 5, " ms", "0.0");

    public async Task<IReadOnlyList<Row>> TakeAsync(Stage stage)
    {
        await using var gateway = await stage.StartGatewayAsync();
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");
        using var opened = await stage.Http.PostAsync(new Uri(gateway.Url, "/api/v1/logins"), body);
        using var login = JsonDocument.Parse(await opened.Content.ReadAsStringAsync());
        var path = new Uri($"/api/v1/logins/{login.RootElement.GetProperty("id").GetString()}", UriKind.Relative);
        var shown = await stage.Http.GetStringAsync(new Uri(gateway.Url, $"{path}?ensureQr=true"));
        if (!shown.Contains("\"content\"", StringComparison.Ordinal)) throw new InvalidOperationException($"There is no code: {shown}");

        await TakeAsync(stage, gateway, path);
        await TakeAsync(stage, stage.Bare, path);
        var (ours, theirs) = (new List<double[]>(), new List<double[]>());
        for (var time = 0; time < Times; time++)
        {
            ours.Add(await TakeAsync(stage, gateway, path));
            theirs.Add(await TakeAsync(stage, stage.Bare, path));
        }

        var (our, their) = (Quartiles.Of(ours.Select(run => Quartiles.At(run, 0.99))), Quartiles.Of(theirs.Select(run => Quartiles.At(run, 0.99))));
        double[] all = [.. ours.SelectMany(run => run).Order()];
        return
        [
            new Row
            {
                What = FormattableString.Invariant($"p99 of a state read at {stage.Extent.Rate:#,0} requests a second"),
                Goal = Goal,
                Seen = our.Median,
                Spread = our,
                Details = FormattableString.Invariant(
                    $"half within {Quartiles.At(all, 0.5):0.00} ms, all but one in a thousand within {Quartiles.At(all, 0.999):0.0} ms; p99 of the bare endpoint {their.Median:0.0} ms"),
                Figures = [our.Median, their.Median],
            },
        ];
    }

    private static Task<double[]> TakeAsync(Stage stage, Child child, Uri path) =>
        FixedRate.RunAsync(stage.Http, new Uri(child.Url, path), stage.Extent.Rate, stage.Extent.RateTime);
}
