namespace PhigrosLogin.Tests.Soak;

/// <summary>What the upstream answered to a poll, as far as the judge cares.</summary>
internal enum PollWord
{
    /// <summary>No poll, or not heard.</summary>
    None,
    Waiting,
    Granted,
    Refused,
    Gone,
}

/// <summary>One call that passed between a gateway and the simulator.</summary>
/// <param name="When">When it came.</param>
/// <param name="Path">What was asked.</param>
/// <param name="UserCode">The code that it was about, as far as it is known.</param>
/// <param name="Fault">What was done to it, or null.</param>
/// <param name="Word">What the upstream answered to a poll, whether or not that arrived.</param>
internal sealed record UpstreamNote(DateTimeOffset When, string Path, string? UserCode, InjectedFault? Fault, PollWord Word)
{
    public const string Code = "/oauth2/v1/device/code";
    public const string Token = "/oauth2/v1/token";
    public const string Profile = "/account/profile/v1";
    public const string Users = "/1.1/users";

    public bool IsPoll => Path == Token;

    public bool IsExchange => Path is Profile or Users;
}
