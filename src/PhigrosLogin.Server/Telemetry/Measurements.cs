using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace PhigrosLogin.Server.Telemetry;

/// <summary>
/// Adds up what this program measures of itself, for <c>/metrics</c>. It listens only to the names below: others may
/// carry tags that nobody bounds.
/// </summary>
internal sealed class Measurements : IDisposable
{
    private const string Own = "PhigrosLogin";

    private static readonly HashSet<string> Wanted =
    [
        "http.server.request.duration", "http.server.active_requests", "http.client.request.duration", "http.client.active_requests",
        "kestrel.active_connections", "kestrel.rejected_connections",
        "dotnet.process.cpu.time", "dotnet.process.memory.working_set", "dotnet.gc.collections", "dotnet.gc.pause.time",
        "dotnet.gc.heap.total_allocated", "dotnet.gc.last_collection.heap.size", "dotnet.exceptions",
    ];

    private readonly ConcurrentDictionary<string, Family> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly Lock _reading = new();

    /// <param name="meters">This program's own meters; those without an owner are the framework's and count as well.</param>
    public Measurements(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            var isOurs = instrument.Meter.Scope is null || instrument.Meter.Scope == meters;
            if (!isOurs || (instrument.Meter.Name != Own && !Wanted.Contains(instrument.Name))) return;
            listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(instrument.Name, _ => new Family(instrument)));
        };
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => ((Family)family!).Take(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => ((Family)family!).Take(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => ((Family)family!).Take(value, tags));
        _listener.Start();
    }

    /// <summary>Everything as it is now, in Prometheus's text format.</summary>
    public string Write()
    {
        lock (_reading) _listener.RecordObservableInstruments();
        return PrometheusText.Write(_families.Values.OrderBy(family => family.Name, StringComparer.Ordinal));
    }

    public void Dispose() => _listener.Dispose();
}
