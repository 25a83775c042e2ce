using System.Text;
using System.Text.Json;
using PhigrosLogin.Server.Store;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Server.Logins;

/// <summary>
/// The device codes of the LoginQrCode API, found again by what the caller brings: the code itself. What TapTap granted
/// is in the store before anybody hears of it, and after a restart the codes are found there.
/// </summary>
internal sealed partial class LoginQrCodeLogins : IAsyncDisposable
{
    // What is over is remembered this long, so that asking again costs TapTap nothing.
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(30);

    // A code that was issued elsewhere lives as long as TapTap's codes do, counted from when it was first seen.
    private static readonly TimeSpan StrangersLife = TimeSpan.FromSeconds(300);

    private readonly GatewayOptions _options;
    private readonly ILoginStore _store;
    private readonly IInstanceCoordinator _coordinator;
    private readonly SteadyClock _clock;
    private readonly LoginMetrics _metrics;
    private readonly ILogger<LoginQrCodeLogins> _logger;
    private readonly UnreadableRows _unreadable;
    private readonly LoginTable<Attempt> _table;
    private readonly ITimer _sweep;
    private Task _sweeping;

    public LoginQrCodeLogins(
        GatewayOptions options, ILoginStore store, IInstanceCoordinator coordinator, SteadyClock clock, LoginMetrics metrics,
        ILogger<LoginQrCodeLogins> logger)
    {
        (_options, _store, _coordinator, _clock, _metrics, _logger) = (options, store, coordinator, clock, metrics, logger);
        _unreadable = new UnreadableRows(logger);
        _table = new LoginTable<Attempt>(options.MaxLogins, Remembered, clock.Time, CountIfLeft);
        metrics.Watch("code", () => _table.Count);
        _sweeping = SweepStoreAsync(); // what ended while nobody was running
        _sweep = clock.Time.CreateTimer(_ => Sweep(), null, SweepEvery, SweepEvery);
    }

    /// <summary>Sees to it that TapTap is not asked for a code that there is no room for.</summary>
    /// <exception cref="OverloadedException">There is no room.</exception>
    public void RequireRoom()
    {
        if (!_table.HasRoom) throw Full();
    }

    /// <summary>Takes a code that TapTap has just issued.</summary>
    /// <exception cref="OverloadedException">There is no room, or the store does not answer.</exception>
    public async Task<Attempt> AddAsync(Upstream upstream, DeviceCode code)
    {
        var attempt = Enter(Attempt.Issued(upstream, code, _options.MinimumInterval, _clock.Time), isSeen: false);
        await _store.AskAsync(() => _store.AddAsync(Row(attempt, CodeState.Pending, null)));
        _metrics.CodeStarted(upstream.Region.Name);
        Log.Issued(_logger, attempt.Id, upstream.Region.Name);
        return attempt;
    }

    /// <summary>The code as it is known, as another process knew it, or as a stranger's that is seen for the first time.</summary>
    /// <exception cref="OverloadedException">There is no room, or the store does not answer.</exception>
    public async ValueTask<Attempt> FindAsync(Upstream upstream, Secret code, string? deviceId, Action onStranger)
    {
        if (_table.TryLook(Name(upstream, code), out var known))
        {
            await RefreshAsync(known);
            return known;
        }

        var key = CodeKey.Of(upstream.Region.Name, code);
        var stored = await _store.AskAsync(() => _store.FindAsync(key));
        var state = stored is null ? null : TryRead(stored);
        if (state is null) onStranger();
        var attempt = stored is null || state is null
            ? Attempt.Brought(upstream, code, deviceId, StrangersLife, _options.MinimumInterval, _clock.Time)
            : Attempt.Resumed(upstream, code, stored.DeviceId, state, stored.RemainingAt(_clock.Now), stored.Interval, _clock.Time);
        // Whoever comes second gets the first one's, so that there is one poll at a time all the same.
        var entered = Enter(attempt, isSeen: true);
        if (state is null && entered == attempt) _metrics.CodeStarted(upstream.Region.Name);
        return entered;
    }

    /// <summary>Keeps a state; returns after its commit.</summary>
    private async Task KeepAsync(Attempt attempt, AttemptState state)
    {
        if (CodeStateOf(state) is not (var codeState, var answer)) return;
        try
        {
            if (await _store.AdvanceAsync(attempt.Key, codeState, answer)) return;
            // A code of another gateway's, or one whose row is gone; else another instance was quicker.
            if (!await _store.AddAsync(Row(attempt, codeState, answer))) await RefreshAsync(attempt);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // A full disk must not cost the player a login that is already in our hands: it lives on in memory.
            Log.NotKept(_logger, attempt.Id, codeState, failure.GetType().FullName);
        }
    }

    /// <summary>Ends the sweeps, so that none meets a closed store.</summary>
    public async ValueTask DisposeAsync()
    {
        await _sweep.DisposeAsync();
        await _sweeping;
    }

    /// <summary>Takes over what other instances have come to.</summary>
    /// <returns>Whether the code is still on its way.</returns>
    private async Task<bool> RefreshAsync(Attempt attempt)
    {
        if (attempt.State is AttemptState.Granted) return false;
        if (await _store.AskAsync(() => _coordinator.RereadCodeAsync(attempt.Key).AsTask()) is { } stored &&
            TryRead(stored) is { } state) attempt.Adopt(state);
        return !attempt.State.IsFinal;
    }

    private Attempt Enter(Attempt attempt, bool isSeen)
    {
        attempt.Keep = state => KeepAsync(attempt, state);
        if (_coordinator.HasOthers) attempt.IsWanted = () => RefreshAsync(attempt);
        return _table.AddOrFind(Name(attempt.Upstream, attempt.Code), attempt, attempt.End, isSeen) ?? throw Full();
    }

    /// <summary>A code that nobody asked for to its end has come to it all the same.</summary>
    private void CountIfLeft(Attempt attempt)
    {
        if (attempt is { State.IsFinal: false, IsOver: true }) _metrics.CameTo(attempt, new AttemptState.Expired());
    }

    private static OverloadedException Full() =>
        new("This gateway has as many logins under way as it can take: try again later.", TimeSpan.FromSeconds(30));

    private void Sweep()
    {
        _table.Sweep();
        _sweeping = Task.WhenAll(_sweeping, SweepStoreAsync());
    }

    private async Task SweepStoreAsync()
    {
        try
        {
            await _store.RemoveExpiredAsync(Remembered);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Log.NotSwept(_logger, failure.GetType().FullName);
        }
    }

    private StoredCode Row(Attempt attempt, CodeState state, byte[]? answer)
    {
        var now = _clock.Now;
        return new StoredCode
        {
            Key = attempt.Key,
            Region = attempt.Upstream.Region.Name,
            DeviceId = attempt.DeviceId,
            CreatedAt = now,
            ExpiresAt = now + attempt.Remaining,
            Interval = attempt.Interval,
            State = state,
            Answer = answer,
        };
    }

    private static (CodeState State, byte[]? Answer)? CodeStateOf(AttemptState state) => state switch
    {
        AttemptState.Scanned => (CodeState.Scanned, null),
        AttemptState.Granted granted => (CodeState.Granted, StoredGrant.Write(granted.Token)),
        AttemptState.Ended ended => (ended.End switch
        {
            AttemptEnd.Denied => CodeState.Denied,
            AttemptEnd.Expired => CodeState.Expired,
            AttemptEnd.Lost => CodeState.Lost,
            _ => CodeState.Refused,
        }, Encoding.UTF8.GetBytes(ended.Refusal.Text)),
        _ => null,
    };

    // A row that cannot be read is no row: the code counts as one that this gateway does not know.
    private AttemptState? TryRead(StoredCode code)
    {
        try
        {
            return Read(code);
        }
        catch (Exception broken) when (broken is JsonException or InvalidDataException or InvalidOperationException)
        {
            var row = Convert.ToHexStringLower(code.Key.AsSpan(0, 4));
            _unreadable.Report("codes", row, $"its answer is not that of its state ({broken.GetType().Name})");
            return null;
        }
    }

    private static AttemptState Read(StoredCode code) => code.State switch
    {
        CodeState.Pending => new AttemptState.Pending(),
        CodeState.Scanned => new AttemptState.Scanned(),
        CodeState.Granted => new AttemptState.Granted(StoredGrant.Read(code.Answer!)),
        CodeState.Denied => Ended(AttemptEnd.Denied, code),
        CodeState.Expired => Ended(AttemptEnd.Expired, code),
        CodeState.Lost => Ended(AttemptEnd.Lost, code),
        _ => Ended(AttemptEnd.Refused, code),
    };

    private static AttemptState.Ended Ended(AttemptEnd end, StoredCode code) =>
        new(end, TapTapRefusal.Kept(Encoding.UTF8.GetString(code.Answer!)));

    // Within the process the code itself will do; its hash, which the store knows it by, costs more than the look-up.
    private static string Name(Upstream upstream, Secret code) => $"{upstream.Region.Name}\n{code.Reveal()}";

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Critical, "Code {Id} came to {State}, which could not be written to the store ({Type}) and lives in memory only: look at the disk")]
        public static partial void NotKept(ILogger logger, string id, CodeState state, string? type);

        [LoggerMessage(2, LogLevel.Error, "Expired logins could not be removed from the store ({Type}): look at the disk")]
        public static partial void NotSwept(ILogger logger, string? type);

        [LoggerMessage(3, LogLevel.Information, "Code {Id} was issued in region {Region}")]
        public static partial void Issued(ILogger logger, string id, string region);
    }
}
