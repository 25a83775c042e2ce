using System.Diagnostics.Metrics;

namespace PhigrosLogin.Server.Store;

/// <summary>What is measured of the store (docs/telemetry.md).</summary>
internal sealed class StoreMetrics
{
    private const string MeterName = "PhigrosLogin"; // as LoginMetrics has it, which is above this

    public StoreMetrics(IMeterFactory meters, ILoginStore store)
    {
#pragma warning disable CA2000 // the factory owns its meters
        var meter = meters.Create(MeterName);
#pragma warning restore CA2000
        meter.CreateObservableGauge(
            "phigroslogin.store.available", () => store.Health.IsAvailable ? 1 : 0, null,
            "1 while the database accepts writes, 0 while it does not");
        meter.CreateObservableCounter(
            "phigroslogin.store.errors",
            () => store.Health.Errors.Select(error => new Measurement<long>(error.Value, KeyValuePair.Create("error", (object?)error.Key))),
            "{error}", "Calls that the database could not do, by SQLite's error number or PostgreSQL's SQLSTATE");
    }
}
