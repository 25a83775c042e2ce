using System.Text.Json;
using System.Text.Json.Serialization;
using PhigrosLogin.Server.Logins;

namespace PhigrosLogin.Server.Store;

/// <summary>What the store keeps of one login. All of it but the id, two times and a mark is sealed.</summary>
internal sealed class StoredLogin
{
    public required string Id { get; init; }

    /// <summary>When the row is erased.</summary>
    public required DateTimeOffset EraseAt { get; init; }

    /// <summary>Whether something must go on after a restart: a code to poll, or an exchange.</summary>
    public required bool IsLive { get; init; }

    /// <summary>Facts and state as JSON.</summary>
    public required byte[] Body { get; init; }

    public static StoredLogin Write(LoginFacts facts, LoginState state) => new()
    {
        Id = facts.Id,
        EraseAt = LoginLife.ForgottenAt(facts, state),
        IsLive = state is { IsOpen: true, Code: not null } or { Status: LoginStatus.Completing },
        Body = JsonSerializer.SerializeToUtf8Bytes(LoginBody.Of(facts, state), LoginBodyJson.Default.LoginBody),
    };

    public (LoginFacts Facts, LoginState State) Read() =>
        JsonSerializer.Deserialize(Body, LoginBodyJson.Default.LoginBody)!.Restore();
}

/// <summary>Facts and state in plain members. It exists between sealing and opening only.</summary>
internal sealed class LoginBody
{
    public required string Id { get; init; }

    public required byte[] ClaimHash { get; init; }

    public required bool IsRegionOpen { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public string? RequestedBy { get; init; }

    public string? RequestedFor { get; init; }

    public required LoginStatus Status { get; init; }

    public LoginReason? Reason { get; init; }

    public LoginReason? Notice { get; init; }

    public required long Version { get; init; }

    public required int Attempt { get; init; }

    public required string Region { get; init; }

    public required int RegionChanges { get; init; }

    public string? DeviceCode { get; init; }

    public string? DeviceId { get; init; }

    public string? Link { get; init; }

    public DateTimeOffset? CodeExpiresAt { get; init; }

    public TimeSpan? CodeInterval { get; init; }

    public byte[]? Grant { get; init; }

    public byte[]? Result { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public DateTimeOffset? FirstReadAt { get; init; }

    public DateTimeOffset? AcknowledgedAt { get; init; }

    public static LoginBody Of(LoginFacts facts, LoginState state) => new()
    {
        Id = facts.Id,
        ClaimHash = facts.ClaimHash,
        IsRegionOpen = facts.IsRegionOpen,
        CreatedAt = facts.CreatedAt,
        ExpiresAt = facts.ExpiresAt,
        RequestedBy = facts.RequestedBy,
        RequestedFor = facts.RequestedFor,
        Status = state.Status,
        Reason = state.Reason,
        Notice = state.Notice,
        Version = state.Version,
        Attempt = state.Attempt,
        Region = state.Region,
        RegionChanges = state.RegionChanges,
        DeviceCode = state.Code?.DeviceCode.Reveal(),
        DeviceId = state.Code?.DeviceId,
        Link = state.Code?.Link,
        CodeExpiresAt = state.Code?.ExpiresAt,
        CodeInterval = state.Code?.Interval,
        Grant = state.Grant is null ? null : StoredGrant.Write(state.Grant),
        Result = state.Result,
        EndedAt = state.EndedAt,
        FirstReadAt = state.FirstReadAt,
        AcknowledgedAt = state.AcknowledgedAt,
    };

    public (LoginFacts Facts, LoginState State) Restore() => (
        new LoginFacts(Id, ClaimHash, IsRegionOpen, CreatedAt, ExpiresAt, RequestedBy, RequestedFor),
        new LoginState
        {
            Status = Status,
            Reason = Reason,
            Notice = Notice,
            Version = Version,
            Attempt = Attempt,
            Region = Region,
            RegionChanges = RegionChanges,
            Code = DeviceCode is null ? null : new ShownCode(new Secret(DeviceCode), DeviceId, Link!, CodeExpiresAt!.Value, CodeInterval!.Value),
            Grant = Grant is null ? null : StoredGrant.Read(Grant),
            Result = Result,
            EndedAt = EndedAt,
            FirstReadAt = FirstReadAt,
            AcknowledgedAt = AcknowledgedAt,
        });
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LoginBody))]
internal sealed partial class LoginBodyJson : JsonSerializerContext;
