namespace PhigrosLogin.Client.Wire;

/// <summary>Turns bodies into what they mean. A body without a member that is needed is no gateway's: null stands for it.</summary>
internal static class Meaning
{
    public static CreatedLogin? Of(CreatedLoginWire body) =>
        body is { Id: { Length: > 0 } id, ExpiresAt: { } end } && Secret(body.LoginSecret) is { } secret && Link(body.LoginUrl) is { } page && Link(body.QrUrl) is { } picture
            ? new CreatedLogin { Id = id, LoginSecret = secret, LoginUrl = page, QrUrl = picture, ExpiresAt = end }
            : null;

    public static LoginSnapshot? Of(LoginWire body) =>
        body is { Id: { Length: > 0 } id, Status: { } status, Final: { } isFinal, Version: { } version, CreatedAt: { } start, ExpiresAt: { } end }
            ? new LoginSnapshot
            {
                Id = id,
                Region = body.Region ?? "",
                CanChangeRegion = body.CanChangeRegion ?? false,
                Status = Words.Statuses.Meaning(status),
                Reason = Words.Reasons.MeaningIfAny(body.Reason),
                Notice = Words.Reasons.MeaningIfAny(body.Notice),
                IsFinal = isFinal,
                Version = version,
                QrNumber = body.QrNumber ?? 1,
                Message = body.Message ?? "",
                RequestedBy = body.RequestedBy,
                RequestedFor = body.RequestedFor,
                CreatedAt = start,
                ExpiresAt = end,
                UpstreamHealth = Words.Health.Meaning(body.UpstreamStatus),
                Qr = body.Qr is { Content: { Length: > 0 } content, ExpiresAt: { } last }
                    ? new LoginQr { Content = content, OpenInTapTap = body.Qr.OpenInTapTap, ExpiresAt = last }
                    : null,
            }
            : null;

    public static LoginOutcome? Of(LoginResultWire body)
    {
        if (body is not { Status: { } status, Final: { } isFinal }) return null;
        var result = body.Result is null ? null : Of(body.Result);
        // A success without its result would be a player who signed in and got nothing.
        if (status == "succeeded" && result is null) return null;
        return new LoginOutcome
        {
            Status = Words.Statuses.Meaning(status),
            Reason = Words.Reasons.MeaningIfAny(body.Reason),
            Notice = Words.Reasons.MeaningIfAny(body.Notice),
            IsFinal = isFinal,
            Message = body.Message ?? "",
            Result = result,
        };
    }

    private static SignIn? Of(LoginTokenWire body) =>
        Secret(body.SessionToken) is { } token && body is { Region: { } region, Player.ObjectId: { } player, Profile: { } profile }
            ? new SignIn
            {
                SessionToken = token,
                Region = region,
                PlayerId = player,
                Nickname = body.Player.Nickname ?? "",
                ShortId = body.Player.ShortId ?? "",
                Profile = new TapTapAccount
                {
                    OpenId = profile.OpenId ?? "",
                    UnionId = profile.UnionId ?? "",
                    Name = profile.Name ?? "",
                    Avatar = profile.Avatar ?? "",
                },
            }
            : null;

    public static Credential? Secret(string? text) =>
        text is { Length: > 0 } && !text.AsSpan().ContainsAnyExceptInRange('!', '~') ? new Credential(text) : null;

    private static Uri? Link(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;
}
