namespace PhigrosLogin.Client.Wire;

// The bodies of /api/v1/logins as this client reads and writes them. Every member may be missing: what is needed is asked for once,
// where a body becomes a meaning. None is a record: a record prints its members.

internal sealed class CreateLoginWire
{
    public string? Region { get; set; }

    public int? ExpiresInSeconds { get; set; }

    public string? RequestedBy { get; set; }

    public string? RequestedFor { get; set; }
}

internal sealed class EmptyWire;

internal sealed class MoveLoginWire
{
    public string? Region { get; set; }
}

internal sealed class CreatedLoginWire
{
    public string? Id { get; set; }

    public string? LoginSecret { get; set; }

    public string? LoginUrl { get; set; }

    public string? QrUrl { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }
}

internal sealed class LoginWire
{
    public string? Id { get; set; }

    public string? Region { get; set; }

    public bool? CanChangeRegion { get; set; }

    public string? Status { get; set; }

    public string? Reason { get; set; }

    public string? Notice { get; set; }

    public bool? Final { get; set; }

    public long? Version { get; set; }

    public int? QrNumber { get; set; }

    public string? Message { get; set; }

    public string? RequestedBy { get; set; }

    public string? RequestedFor { get; set; }

    public DateTimeOffset? CreatedAt { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public string? UpstreamStatus { get; set; }

    public ShownQrWire? Qr { get; set; }
}

internal sealed class ShownQrWire
{
    public string? Content { get; set; }

    public string? OpenInTapTap { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }
}

internal sealed class LoginResultWire
{
    public string? Status { get; set; }

    public string? Reason { get; set; }

    public string? Notice { get; set; }

    public bool? Final { get; set; }

    public string? Message { get; set; }

    public LoginTokenWire? Result { get; set; }
}

internal sealed class LoginTokenWire
{
    public string? SessionToken { get; set; }

    public string? Region { get; set; }

    public PlayerWire? Player { get; set; }

    public ProfileWire? Profile { get; set; }
}

internal sealed class PlayerWire
{
    public string? ObjectId { get; set; }

    public string? Nickname { get; set; }

    public string? ShortId { get; set; }
}

internal sealed class ProfileWire
{
    public string? OpenId { get; set; }

    public string? UnionId { get; set; }

    public string? Name { get; set; }

    public string? Avatar { get; set; }
}

internal sealed class ProblemWire
{
    public string? Title { get; set; }

    public string? Detail { get; set; }

    public string? Code { get; set; }

    public string? TraceId { get; set; }
}
