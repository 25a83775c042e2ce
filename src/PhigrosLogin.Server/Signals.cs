using System.Runtime.InteropServices;

namespace PhigrosLogin.Server;

/// <summary>
/// What a signal does. After a SIGTERM <c>/health/ready</c> fails at once while everything else is served on for
/// <c>Drain</c>, so that whoever sends callers here can send them elsewhere; then the program stops. Ctrl-C does not
/// wait, and neither does a second signal. SIGHUP, which a shell sends when its terminal closes, ends nothing.
/// </summary>
internal sealed partial class Signals(GatewayOptions options, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<Signals> logger)
    : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly Lock _lock = new();
    private ITimer? _drain;

    /// <summary>Told to stop, and still serving.</summary>
    public bool IsDraining => Volatile.Read(ref _drain) is not null;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGHUP])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, heard =>
            {
                heard.Cancel = true; // the program ends by itself, with its work done
                Hear(heard.Signal);
            }));
        }
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Acts on a signal.</summary>
    public void Hear(PosixSignal signal)
    {
        if (signal == PosixSignal.SIGHUP) Log.Ignored(logger);
        else if (!MustDrain(signal)) Stop();
    }

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _drain?.Dispose();
    }

    private bool MustDrain(PosixSignal signal)
    {
        lock (_lock)
        {
            if (signal != PosixSignal.SIGTERM || options.DrainTimeout == TimeSpan.Zero || IsDraining || lifetime.ApplicationStopping.IsCancellationRequested) return false;
            Log.Draining(logger, options.DrainTimeout.TotalSeconds);
            Volatile.Write(ref _drain, time.CreateTimer(_ => Stop(), null, options.DrainTimeout, Timeout.InfiniteTimeSpan));
            return true;
        }
    }

    private void Stop()
    {
        if (!lifetime.ApplicationStopping.IsCancellationRequested) Log.Stopping(logger);
        lifetime.StopApplication();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Told to stop: not ready any more, serving for another {Seconds:0.#} s (a second signal ends that)")]
        public static partial void Draining(ILogger logger, double seconds);

        [LoggerMessage(2, LogLevel.Information, "Stopping: no new requests, what is under way is finished")]
        public static partial void Stopping(ILogger logger);

        [LoggerMessage(3, LogLevel.Information, "SIGHUP is ignored: settings are read at a start, and SIGTERM stops the gateway")]
        public static partial void Ignored(ILogger logger);
    }
}
