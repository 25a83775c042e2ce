using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace PhigrosLogin.Server.Logins;

/// <summary>The device codes of the documented API, found again by what the caller brings: the code itself.</summary>
internal sealed class DocumentedLogins : IDisposable
{
    // What ended is remembered this long, so that asking again costs TapTap nothing.
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Attempt> _attempts = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;

    public DocumentedLogins(TimeProvider time)
    {
        _time = time;
        _sweep = time.CreateTimer(_ => Sweep(), null, SweepEvery, SweepEvery);
    }

    public void Add(Attempt attempt) => _attempts[Key(attempt.Upstream, attempt.Code)] = attempt;

    /// <summary>The code as it is known, or as a stranger's code that is seen for the first time.</summary>
    public Attempt FindOrAdd(Upstream upstream, Secret code, Func<Attempt> firstSight) =>
        _attempts.GetOrAdd(Key(upstream, code), _ => firstSight());

    public void Dispose() => _sweep.Dispose();

    private void Sweep()
    {
        var now = _time.GetTimestamp();
        foreach (var entry in _attempts)
        {
            // NOTE: the pair and not the key, under which another attempt may stand by now.
            if (now > entry.Value.End && _time.GetElapsedTime(entry.Value.End, now) > Remembered) _attempts.TryRemove(entry);
        }
    }

    private static string Key(Upstream upstream, Secret code) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{upstream.Region.Name}\n{code.Reveal()}")));
}
