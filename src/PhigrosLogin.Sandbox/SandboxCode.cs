using System.Text.Json.Serialization;

namespace PhigrosLogin.Sandbox;

/// <summary>Where a code is on its way.</summary>
[JsonConverter(typeof(WireWords<SandboxCodeState>))]
public enum SandboxCodeState
{
    Pending,
    Waiting,
    Confirmed,
    Refused,
    Expired,
    WrongRegion,

    /// <summary>The grant was fetched; the code is spent.</summary>
    Used,
}

/// <summary>One device code as it is at one moment.</summary>
public sealed record SandboxCode
{
    /// <summary>The half that polls; never shown.</summary>
    [JsonIgnore]
    public string DeviceCode { get; init; } = "";

    /// <summary>The half that is in the link.</summary>
    public required string UserCode { get; init; }

    public SandboxCodeState State { get; init; }

    /// <summary>What will happen to it by itself; null when only people decide.</summary>
    public SandboxScript? Script => Plan?.Script;

    /// <summary>How often it was asked about.</summary>
    public int Polls { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    internal string ClientId { get; init; } = "";

    /// <summary>Timestamps of the sandbox's clock, which no change of the wall clock moves.</summary>
    internal long Issued { get; init; }

    internal SandboxPlan? Plan { get; init; }

    /// <summary>Whether the plan is the default one, which gives way to a person.</summary>
    internal bool PlanIsDefault { get; init; }

    internal long PlannedFrom { get; init; }

    internal SandboxPlayer? Player { get; init; }

    internal long? LastPoll { get; init; }

    /// <summary>Whether a poll has already heard of the refusal.</summary>
    internal bool RefusalWasTold { get; init; }

    internal bool IsOver => State is SandboxCodeState.Used or SandboxCodeState.Expired;

    // A record would print its device code.
    public override string ToString() => $"{UserCode}: {State}";
}
