using System.Text.Json.Serialization;

namespace PhigrosLogin.Sandbox;

/// <summary>What can be asked of the simulator.</summary>
[JsonConverter(typeof(WireWords<SandboxOperation>))]
public enum SandboxOperation
{
    DeviceCode,
    Token,
    Profile,
    BasicInfo,
    Users,
    Me,
    Refresh,
    Save,
}

/// <summary>One call that the simulator answered; it holds no secret.</summary>
/// <param name="When">The sandbox's clock.</param>
/// <param name="Operation">What was asked.</param>
/// <param name="Number">Which call of this operation it was, from 1.</param>
/// <param name="Status">The HTTP status of the answer.</param>
/// <param name="UserCode">The code it was about, as far as it is known.</param>
/// <param name="Outcome">What the answer means, such as <c>pending</c> or <c>granted</c>.</param>
public sealed record SandboxCall(
    DateTimeOffset When, SandboxOperation Operation, long Number, int Status, string? UserCode, string Outcome);
