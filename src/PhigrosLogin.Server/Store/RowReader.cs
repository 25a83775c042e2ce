using System.Text;
using PhigrosLogin.Polling;

namespace PhigrosLogin.Server.Store;

/// <summary>
/// Decrypts and checks the rows of both stores. A row that cannot be read is reported and skipped: it must not end a sweep
/// or a start.
/// </summary>
internal sealed class RowReader(byte[] storeKey, ILogger logger)
{
    private readonly Sealer _deviceIds = new(storeKey, "codes", "device_id");
    private readonly Sealer _answers = new(storeKey, "codes", "answer");
    private readonly Sealer _logins = new(storeKey, "logins", "body");
    private readonly UnreadableRows _unreadable = new(logger);

    public byte[]? SealDeviceId(StoredCode code) =>
        code.DeviceId is null ? null : _deviceIds.Seal(code.Key, Encoding.UTF8.GetBytes(code.DeviceId));

    /// <summary>The answer is bound to its state, so that an answer of an earlier state does not decrypt again.</summary>
    public byte[]? SealAnswer(byte[] key, DeviceCodeStatus state, byte[]? answer) =>
        answer is null ? null : _answers.Seal(key, answer, (long)state);

    public byte[] SealBody(StoredLogin login) => _logins.Seal(Encoding.ASCII.GetBytes(login.Id), login.Body, login.Revision);

    public StoredCode? ReadCode(in CodeColumns row)
    {
        var key = row.Key;
        var state = (DeviceCodeStatus)row.State;
        if (!Enum.IsDefined(state)) return Skip("its state is unknown");
        if (state >= DeviceCodeStatus.Denied && row.Answer is null) return Skip("its state needs an answer, and it has none");
        var deviceId = row.DeviceId is null ? null : _deviceIds.Open(key, row.DeviceId);
        var answer = row.Answer is null ? null : _answers.Open(key, row.Answer, row.State);
        if (deviceId is null != row.DeviceId is null || answer is null != row.Answer is null) return Skip(DoesNotDecrypt);
        if (TryReadTime(row.CreatedAt) is not { } createdAt || TryReadTime(row.ExpiresAt) is not { } expiresAt)
            return Skip("it has an impossible time");
        return new StoredCode
        {
            Key = key,
            Region = row.Region,
            DeviceId = deviceId is null ? null : Encoding.UTF8.GetString(deviceId),
            CreatedAt = createdAt,
            ExpiresAt = expiresAt,
            Interval = TimeSpan.FromMilliseconds(Math.Clamp(row.Interval, 0, int.MaxValue)),
            State = state,
            Answer = answer,
        };

        StoredCode? Skip(string reason)
        {
            _unreadable.Report("codes", Convert.ToHexStringLower(key.AsSpan(0, Math.Min(4, key.Length))), reason);
            return null;
        }
    }

    public StoredLogin? ReadLogin(in LoginColumns row)
    {
        var body = _logins.Open(Encoding.UTF8.GetBytes(row.Id), row.Body, row.Revision);
        if (body is null || TryReadTime(row.EraseAt) is not { } eraseAt)
        {
            var reason = body is null ? DoesNotDecrypt : "it has an impossible time";
            _unreadable.Report("logins", row.Id[..Math.Min(6, row.Id.Length)], reason);
            return null;
        }
        return new StoredLogin
        {
            Id = row.Id,
            Revision = row.Revision,
            EraseAt = eraseAt,
            IsLive = row.IsLive,
            IsPolled = row.IsPolled,
            IsCompleting = row.IsCompleting,
            Body = body,
        };
    }

    private const string DoesNotDecrypt =
        "it does not decrypt, so it was written with another StoreKey, or its contents were changed or moved";

    private static DateTimeOffset? TryReadTime(long milliseconds) =>
        milliseconds is >= 0 and <= 253_402_300_799_999 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
}

/// <summary>A row of <c>codes</c> as it is stored.</summary>
internal readonly record struct CodeColumns(
    byte[] Key, string Region, byte[]? DeviceId, long CreatedAt, long ExpiresAt, long Interval, int State, byte[]? Answer);

/// <summary>A row of <c>logins</c> as it is stored.</summary>
internal readonly record struct LoginColumns(
    string Id, long Revision, long EraseAt, bool IsLive, bool IsPolled, bool IsCompleting, byte[] Body);
