using System.Text.Json;
using System.Text.Json.Serialization;
using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Server.Logins;

/// <summary>A login as the store keeps it.</summary>
internal static class LoginRow
{
    public static StoredLogin Write(LoginFacts facts, LoginState state) => new()
    {
        Id = facts.Id,
        Revision = state.Revision,
        EraseAt = LoginLife.ForgottenAt(facts, state),
        IsLive = IsPolled(state) || state.Status == LoginStatus.Completing || state.Result is not null,
        IsPolled = IsPolled(state),
        IsCompleting = state.Status == LoginStatus.Completing,
        HoldsCredentials = state.Grant is not null || state.Result is not null,
        UserCode = state.IsOpen ? facts.UserCode : null,
        Body = JsonSerializer.SerializeToUtf8Bytes(LoginBody.Of(facts, state), LoginBodyJson.Default.LoginBody),
    };

    private static bool IsPolled(LoginState state) => state.IsOpen && (state.Code is not null || state.EarlierCodes.Count > 0);

    /// <summary>The login of a row; null if this version cannot read its body.</summary>
    /// <param name="row">The row.</param>
    /// <param name="problem">What is wrong with the body, without any value of it.</param>
    public static (LoginFacts Facts, LoginState State)? TryRead(this StoredLogin row, out string? problem)
    {
        try
        {
            var body = JsonSerializer.Deserialize(row.Body, LoginBodyJson.Default.LoginBody)
                ?? throw new InvalidDataException();
            problem = body.Format > LoginBody.CurrentFormat ? "a newer version of this program wrote it" : null;
            if (problem is not null) return null;
            var (facts, state) = body.Restore();
            return (facts, state with { Revision = row.Revision });
        }
        catch (Exception broken) when (
            broken is JsonException or InvalidDataException or FormatException or ArgumentException or InvalidOperationException)
        {
            problem = $"its contents are not those of a login ({broken.GetType().Name})";
            return null;
        }
    }
}

/// <summary>
/// Facts and state in plain members. It exists between sealing and opening only. The JSON names are the stored format:
/// a property may be renamed, its JSON name may not.
/// </summary>
internal sealed class LoginBody
{
    /// <summary>The format that is written. Increase it when an earlier version must not read the body.</summary>
    public const int CurrentFormat = 2;

    /// <summary>1, which has no such member, has enums by their number; 2 has them by name.</summary>
    public int Format { get; init; } = 1;

    public required string Id { get; init; }

    [JsonPropertyName("ClaimHash")]
    public required byte[] SecretHash { get; init; }

    [JsonPropertyName("IsRegionOpen")]
    public required bool CanChangeRegion { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public string? RequestedBy { get; init; }

    public string? RequestedFor { get; init; }

    [JsonPropertyName("KeyName")]
    public string? ClientName { get; init; }

    public string? ClientId { get; init; }

    public string? UserCode { get; init; }

    public byte[]? BrowserHash { get; init; }

    [JsonConverter(typeof(StoredStatus))]
    public required LoginStatus Status { get; init; }

    [JsonConverter(typeof(StoredReason))]
    public LoginReason? Reason { get; init; }

    [JsonConverter(typeof(StoredReason))]
    public LoginReason? Notice { get; init; }

    public required long Version { get; init; }

    public required int Attempt { get; init; }

    public required string Region { get; init; }

    public required int RegionChanges { get; init; }

    public CodeBody? Code { get; init; }

    public CodeBody[]? EarlierCodes { get; init; }

    public byte[]? Grant { get; init; }

    public byte[]? Result { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public DateTimeOffset? FirstReadAt { get; init; }

    public DateTimeOffset? AcknowledgedAt { get; init; }

    public static LoginBody Of(LoginFacts facts, LoginState state) => new()
    {
        Format = CurrentFormat,
        Id = facts.Id,
        SecretHash = facts.SecretHash,
        CanChangeRegion = facts.CanChangeRegion,
        CreatedAt = facts.CreatedAt,
        ExpiresAt = facts.ExpiresAt,
        RequestedBy = facts.RequestedBy,
        RequestedFor = facts.RequestedFor,
        ClientName = facts.ClientName,
        ClientId = facts.ClientId,
        UserCode = facts.UserCode?.Reveal(),
        BrowserHash = facts.BrowserHash,
        Status = state.Status,
        Reason = state.Reason,
        Notice = state.Notice,
        Version = state.Version,
        Attempt = state.Attempt,
        Region = state.Region,
        RegionChanges = state.RegionChanges,
        Code = state.Code is null ? null : CodeBody.Of(state.Code),
        EarlierCodes = state.EarlierCodes.Count == 0 ? null : [.. state.EarlierCodes.Select(CodeBody.Of)],
        Grant = state.Grant is null ? null : StoredGrant.Write(state.Grant),
        Result = state.Result,
        EndedAt = state.EndedAt,
        FirstReadAt = state.FirstReadAt,
        AcknowledgedAt = state.AcknowledgedAt,
    };

    public (LoginFacts Facts, LoginState State) Restore() => (
        new LoginFacts(Id, SecretHash, CanChangeRegion, CreatedAt, ExpiresAt, RequestedBy, RequestedFor, ClientName)
        {
            ClientId = ClientId,
            UserCode = UserCode is null ? null : new Secret(UserCode),
            BrowserHash = BrowserHash,
        },
        new LoginState
        {
            Status = Status,
            Reason = Reason,
            Notice = Notice,
            Version = Version,
            Attempt = Attempt,
            Region = Region,
            RegionChanges = RegionChanges,
            Code = Code?.Restore(),
            EarlierCodes = [.. (EarlierCodes ?? []).Select(code => code.Restore())],
            Grant = Grant is null ? null : StoredGrant.Read(Grant),
            Result = Result,
            EndedAt = EndedAt,
            FirstReadAt = FirstReadAt,
            AcknowledgedAt = AcknowledgedAt,
        });
}

/// <summary>A code in plain members.</summary>
internal sealed class CodeBody
{
    public required int Attempt { get; init; }

    public required string Region { get; init; }

    public required string DeviceCode { get; init; }

    public string? DeviceId { get; init; }

    public required string Link { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required TimeSpan Interval { get; init; }

    public static CodeBody Of(ShownCode code) => new()
    {
        Attempt = code.Attempt,
        Region = code.Region,
        DeviceCode = code.DeviceCode.Reveal(),
        DeviceId = code.DeviceId,
        Link = code.Link,
        ExpiresAt = code.ExpiresAt,
        Interval = code.Interval,
    };

    public ShownCode Restore() => new(Attempt, Region, new Secret(DeviceCode), DeviceId, Link, ExpiresAt, Interval);
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LoginBody))]
internal sealed partial class LoginBodyJson : JsonSerializerContext;
