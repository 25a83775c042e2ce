using PhigrosLogin.TapTap;

namespace PhigrosLogin.Polling;

/// <summary>The state of a device code, with what belongs to it. A final state is left for a grant only.</summary>
internal sealed record DeviceCodeState
{
    private DeviceCodeState(DeviceCodeStatus status) => Status = status;

    public DeviceCodeStatus Status { get; }

    public bool IsFinal => Status >= DeviceCodeStatus.Denied;

    /// <summary>What TapTap granted; only if <see cref="DeviceCodeStatus.Granted"/>.</summary>
    public TapTapToken? Token { get; private init; }

    /// <summary>TapTap's error; null if the code expired by the local clock, or the state is no refusal.</summary>
    public TapTapRefusal? Refusal { get; private init; }

    /// <summary>One sentence while TapTap does not respond as it should, else empty; only before the end.</summary>
    public string Failure { get; private init; } = "";

    public static DeviceCodeState Pending(string failure = "") =>
        new(DeviceCodeStatus.Pending) { Failure = failure };

    public static DeviceCodeState Scanned(string failure = "") =>
        new(DeviceCodeStatus.Scanned) { Failure = failure };

    public static DeviceCodeState Granted(TapTapToken token) => new(DeviceCodeStatus.Granted) { Token = token };

    public static DeviceCodeState Denied(TapTapRefusal refusal) => new(DeviceCodeStatus.Denied) { Refusal = refusal };

    /// <param name="refusal">TapTap's error; null if the local clock ended the code.</param>
    public static DeviceCodeState Expired(TapTapRefusal? refusal = null) =>
        new(DeviceCodeStatus.Expired) { Refusal = refusal };

    public static DeviceCodeState Refused(TapTapRefusal refusal) => new(DeviceCodeStatus.Refused) { Refusal = refusal };

    public static DeviceCodeState Lost(TapTapRefusal refusal) => new(DeviceCodeStatus.Lost) { Refusal = refusal };

    /// <summary>The state after another one was learned: a final state stays, unless the other is the grant.</summary>
    public DeviceCodeState Then(DeviceCodeState other) =>
        !IsFinal || (other.Status == DeviceCodeStatus.Granted && Status != DeviceCodeStatus.Granted) ? other : this;
}
