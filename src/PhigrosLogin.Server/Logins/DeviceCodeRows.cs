using System.Text;
using System.Text.Json;
using PhigrosLogin.Polling;
using PhigrosLogin.Server.Store;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Server.Logins;

/// <summary>The rows in which the device codes of the LoginQrCode API are stored.</summary>
internal sealed partial class DeviceCodeRows(
    ILoginStore store, IInstanceCoordinator coordinator, SteadyClock clock, ILogger<DeviceCodeRows> logger)
    : IDeviceCodeStore
{
    private readonly UnreadableRows _unreadable = new(logger);

    /// <exception cref="OverloadedException">The store does not respond.</exception>
    public Task AddAsync(DeviceCodeSession session) =>
        store.AskAsync(() => store.AddAsync(Row(session, DeviceCodeStatus.Pending, null)));

    /// <summary>A code and its state; null if there is none, or its row cannot be read.</summary>
    /// <exception cref="OverloadedException">The store does not respond.</exception>
    public async Task<(StoredCode Code, DeviceCodeState State)?> FindAsync(byte[] key) =>
        await store.AskAsync(() => store.FindAsync(key)) is { } code && TryRead(code) is { } state ? (code, state) : null;

    public async Task SaveAsync(DeviceCodeSession session, DeviceCodeState state)
    {
        // What the local clock ended needs no row: it ends again wherever it is read.
        if (state is { Status: DeviceCodeStatus.Expired, Refusal: null }) return;
        var response = state.Token is { } token ? StoredGrant.Write(token) :
            state.Refusal is { } refusal ? Encoding.UTF8.GetBytes(refusal.Text) : null;
        try
        {
            if (await store.AdvanceAsync(session.Key, state.Status, response)) return;
            // A code of another gateway's, or one whose row was deleted; else another instance was faster.
            if (!await store.AddAsync(Row(session, state.Status, response))) await RefreshAsync(session);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // A full disk must not cost the player a login that is already granted: it stays in memory.
            Log.NotSaved(logger, session.Id, state.Status, failure.GetType().FullName);
        }
    }

    public async ValueTask<bool> RefreshAsync(DeviceCodeSession session)
    {
        if (session.State.Status == DeviceCodeStatus.Granted) return false;
        // Without others there is nothing to read, and this is on the path of every CheckQRCode.
        if (coordinator.HasOthers &&
            await store.AskAsync(() => coordinator.RereadCodeAsync(session.Key).AsTask()) is { } stored &&
            TryRead(stored) is { } state)
        {
            session.Update(polling => polling.With(state));
        }
        return !session.State.IsFinal;
    }

    // A row that cannot be read is no row: the code counts as one that this gateway does not know.
    private DeviceCodeState? TryRead(StoredCode code)
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

    private static DeviceCodeState Read(StoredCode code)
    {
        return code.State switch
        {
            DeviceCodeStatus.Pending => DeviceCodeState.Pending(),
            DeviceCodeStatus.Scanned => DeviceCodeState.Scanned(),
            DeviceCodeStatus.Granted => DeviceCodeState.Granted(StoredGrant.Read(code.Answer!)),
            DeviceCodeStatus.Denied => DeviceCodeState.Denied(Refusal()),
            DeviceCodeStatus.Expired => DeviceCodeState.Expired(Refusal()),
            DeviceCodeStatus.Lost => DeviceCodeState.Lost(Refusal()),
            _ => DeviceCodeState.Refused(Refusal()),
        };

        TapTapRefusal Refusal() => TapTapRefusal.Kept(Encoding.UTF8.GetString(code.Answer!));
    }

    private StoredCode Row(DeviceCodeSession session, DeviceCodeStatus status, byte[]? response)
    {
        var now = clock.Now;
        return new StoredCode
        {
            Key = session.Key,
            Region = session.Upstream.Region.Name,
            DeviceId = session.DeviceId,
            CreatedAt = now,
            ExpiresAt = now + session.Remaining,
            Interval = session.Polling.Pace.Usual,
            State = status,
            Answer = response,
        };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Critical,
            "Code {Id} is now {Status}, which could not be written to the store ({Type}) and is in memory only: " +
            "check the disk")]
        public static partial void NotSaved(ILogger logger, string id, DeviceCodeStatus status, string? type);
    }
}
