using System.Text;
using PhigrosLogin.Polling;
using PhigrosLogin.Server.Store;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Server.Logins;

/// <summary>The rows in which the device codes of the LoginQrCode API are stored.</summary>
internal sealed partial class DeviceCodeRows(
    ILoginStore store, IInstanceCoordinator coordinator, SteadyClock clock, ILogger<DeviceCodeRows> logger)
    : IDeviceCodeStore
{
    /// <exception cref="OverloadedException">The store does not respond.</exception>
    public Task AddAsync(DeviceCodeSession session) =>
        store.AskAsync(() => store.AddAsync(Row(session, DeviceCodeStatus.Pending, null)));

    /// <exception cref="OverloadedException">The store does not respond.</exception>
    public Task<StoredCode?> FindAsync(byte[] key) => store.AskAsync(() => store.FindAsync(key));

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
        if (await store.AskAsync(() => coordinator.RereadCodeAsync(session.Key).AsTask()) is { } stored)
        {
            var state = Read(stored);
            session.Update(polling => polling.With(state));
        }
        return !session.State.IsFinal;
    }

    public static DeviceCodeState Read(StoredCode code)
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
