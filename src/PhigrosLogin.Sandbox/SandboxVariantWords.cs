using System.Text.Json.Serialization;

namespace PhigrosLogin.Sandbox;

[JsonConverter(typeof(WireWords<RefusalStatus>))]
public enum RefusalStatus
{
    [JsonStringEnumMemberName("400")] BadRequest,
    [JsonStringEnumMemberName("401")] Unauthorized,
    [JsonStringEnumMemberName("403")] Forbidden,
    [JsonStringEnumMemberName("200")] Ok,
}

[JsonConverter(typeof(WireWords<ErrorWords>))]
public enum ErrorWords
{
    Plain,
    DottedUpper,
}

[JsonConverter(typeof(WireWords<ExpiredWord>))]
public enum ExpiredWord
{
    InvalidGrantCode,
    InvalidGrant,
    ExpiredToken,
}

[JsonConverter(typeof(WireWords<OptionalMembers>))]
public enum OptionalMembers
{
    All,

    /// <summary>Only what a client cannot do without.</summary>
    Minimal,

    /// <summary>Members that nobody has documented.</summary>
    Extra,

    /// <summary>No <c>qrcode_url</c>, but the parts that it is made of; all else as <see cref="All"/>.</summary>
    LinkParts,
}

[JsonConverter(typeof(WireWords<SlowDownAnswer>))]
public enum SlowDownAnswer
{
    Plain,
    WithInterval,
    TooManyLoginAttempts,
}

[JsonConverter(typeof(WireWords<SignUnit>))]
public enum SignUnit
{
    Both,
    Milliseconds,
    Seconds,
}

[JsonConverter(typeof(WireWords<WaitingMessage>))]
public enum WaitingMessage
{
    Chinese,
    Dotted,
}

[JsonConverter(typeof(WireWords<MacAlgorithm>))]
public enum MacAlgorithm
{
    [JsonStringEnumMemberName("hmac-sha-1")] HmacSha1,
    [JsonStringEnumMemberName("hmac-sha-256")] HmacSha256,
}

[JsonConverter(typeof(WireWords<RepeatedRefusal>))]
public enum RepeatedRefusal
{
    AccessDenied,
    InvalidGrantCode,
}

[JsonConverter(typeof(WireWords<FailOnNotExist>))]
public enum FailOnNotExist
{
    Honoured,
    Ignored,
}

[JsonConverter(typeof(WireWords<PendingStatus>))]
public enum PendingStatus
{
    [JsonStringEnumMemberName("400")] BadRequest,
    [JsonStringEnumMemberName("200")] Ok,
}

[JsonConverter(typeof(WireWords<UnknownSession>))]
public enum UnknownSession
{
    CouldNotFindUser,
    Forbidden,
}

[JsonConverter(typeof(WireWords<ExistingPlayerStatus>))]
public enum ExistingPlayerStatus
{
    [JsonStringEnumMemberName("200")] Ok,
    [JsonStringEnumMemberName("201")] Created,
}

[JsonConverter(typeof(WireWords<Durations>))]
public enum Durations
{
    Usual,
    Absent,
    Zero,
    TooLarge,

    /// <summary>The usual numbers, written as texts.</summary>
    Text,
}

[JsonConverter(typeof(WireWords<SaveFilter>))]
public enum SaveFilter
{
    Honoured,
    Ignored,
}

[JsonConverter(typeof(WireWords<SaveRows>))]
public enum SaveRows
{
    One,

    /// <summary>The newest has no file, the second newest has one, the oldest too.</summary>
    Several,

    WithoutFile,
}

[JsonConverter(typeof(WireWords<PollWord>))]
public enum PollWord
{
    Known,
    Unknown,
    UnknownDotted,
}

[JsonConverter(typeof(WireWords<CloudState>))]
public enum CloudState
{
    Up,

    /// <summary>The error code 511, under HTTP status 400.</summary>
    TemporarilyUnavailable,

    /// <summary>HTTP status 503 with a page.</summary>
    Down,
}

[JsonConverter(typeof(WireWords<InFront>))]
public enum InFront
{
    Nothing,

    /// <summary>A web application firewall in front of the game cloud: 403 with a page.</summary>
    CloudFirewall,

    /// <summary>An Istio access rule in front of TapTap's API: 403 with a line of text.</summary>
    TapTapRbac,

    /// <summary>A captcha in front of TapTap's accounts: 200 with a page.</summary>
    TapTapCaptcha,
}
