using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Runtime.ExceptionServices;

namespace PhigrosLogin.Tests.Secrecy;

/// <summary>Listens to what a process tells of itself: every activity, every measurement, every exception of ours.</summary>
internal sealed class Telltale : IDisposable
{
    private readonly ConcurrentDictionary<string, bool> _activities = new();
    private readonly ConcurrentDictionary<string, bool> _measurements = new();
    private readonly ConcurrentDictionary<string, bool> _exceptions = new();
    private readonly ActivityListener _activityListener;
    private readonly MeterListener _meterListener = new();

    public Telltale()
    {
        _activityListener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => _activities.TryAdd(Tell(activity), true),
        };
        ActivitySource.AddActivityListener(_activityListener);

        _meterListener.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _meterListener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _meterListener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _meterListener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _meterListener.Start();

        AppDomain.CurrentDomain.FirstChanceException += Keep;
    }

    public IEnumerable<string> Activities => _activities.Keys;

    /// <summary>The names and tags of what was measured.</summary>
    public IEnumerable<string> Measurements => _measurements.Keys;

    /// <summary>The texts of our own exceptions and of what they hold.</summary>
    public IEnumerable<string> Exceptions => _exceptions.Keys;

    public void Dispose()
    {
        AppDomain.CurrentDomain.FirstChanceException -= Keep;
        _activityListener.Dispose();
        _meterListener.Dispose();
    }

    private static string Tell(Activity activity) =>
        $"{activity.Source.Name} {activity.DisplayName} {Tell(activity.TagObjects)} {Tell(activity.Baggage)} {activity.TraceStateString} " +
        $"{activity.StatusDescription} {string.Join(' ', activity.Events.Select(one => $"{one.Name} {Tell(one.Tags)}"))}";

    private static string Tell<T>(IEnumerable<KeyValuePair<string, T>> pairs) => string.Join(' ', pairs);

    private void Keep<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measurements.TryAdd(string.Create(CultureInfo.InvariantCulture, $"{instrument.Meter.Name} {instrument.Name} {(instrument.Unit is "s" ? "" : value)} {Tell(tags.ToArray())}"), true);

    private void Keep(object? sender, FirstChanceExceptionEventArgs thrown)
    {
        if (thrown.Exception.GetType().Namespace?.StartsWith(nameof(PhigrosLogin), StringComparison.Ordinal) != true) return;
        for (var exception = thrown.Exception; exception is not null; exception = exception.InnerException) _exceptions.TryAdd(exception.Message, true);
    }
}
