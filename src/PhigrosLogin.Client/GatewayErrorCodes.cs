namespace PhigrosLogin.Client;

/// <summary>The words that <see cref="GatewayException.Code"/> can be. A newer gateway may say others; they come through as they are.</summary>
public static class GatewayErrorCodes
{
    /// <summary>This client's own word: no complete answer came. The gateway is down or restarting, or the network is away.</summary>
    public const string Unreachable = "gateway_unreachable";

    /// <summary>This client's own word: what answered was no gateway, but a proxy with a page of its own, or another service.</summary>
    public const string UnexpectedAnswer = "unexpected_answer";

    /// <summary>This client's own word: the gateway still calls a login open that must be over by now.</summary>
    public const string WaitedTooLong = "waited_too_long";

    /// <summary>400, 404, 405, 408, 413, 415: the request cannot be used; the message names what to mend.</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>401: no login secret, or a malformed one.</summary>
    public const string LoginSecretRequired = "login_secret_required";

    /// <summary>401: this gateway has registered clients and <see cref="PhigrosLoginClientOptions.ClientSecret"/> is not set.</summary>
    public const string ClientCredentialRequired = "client_credential_required";

    /// <summary>401: <see cref="PhigrosLoginClientOptions.ClientSecret"/> is not a secret of this gateway's.</summary>
    public const string ClientCredentialInvalid = "client_credential_invalid";

    /// <summary>403: this gateway offers the Sessions API to its registered clients alone, or to nobody; <c>detail</c> names the settings.</summary>
    public const string SessionsDisabled = "sessions_disabled";

    /// <summary>404: the login is unknown or forgotten, or the secret is another one's. Open another login.</summary>
    public const string LoginNotFound = "login_not_found";

    /// <summary>404: no region that was asked knows this session token. Nothing has changed; sign in again.</summary>
    public const string SessionNotFound = "session_not_found";

    /// <summary>409: the region was named at the beginning, the login is not pending, or it was changed five times.</summary>
    public const string RegionLocked = "region_locked";

    /// <summary>409: the login is completing or over. Read its result.</summary>
    public const string TooLateToCancel = "too_late_to_cancel";

    /// <summary>410: the login was acknowledged and its result erased.</summary>
    public const string AlreadyAcknowledged = "already_acknowledged";

    /// <summary>410: the result lay for too long and was erased. Open another login.</summary>
    public const string ResultExpired = "result_expired";

    /// <summary>410: the login is over and shows no code any more.</summary>
    public const string LoginFinal = "login_final";

    /// <summary>429: too much from you.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>500: internal gateway error; its operator finds it by the trace id.</summary>
    public const string InternalError = "internal_error";

    /// <summary>502: TapTap or the game cloud rejected the request.</summary>
    public const string UpstreamRejected = "upstream_rejected";

    /// <summary>502: TapTap or the game cloud returned an invalid response.</summary>
    public const string UpstreamBadResponse = "upstream_bad_response";

    /// <summary>502, and this client's own word when the answer was lost: the token may have been replaced, nobody knows by what. Sign in again.</summary>
    public const string RotateOutcomeUnknown = "rotate_outcome_unknown";

    /// <summary>503: TapTap or the game cloud cannot be reached.</summary>
    public const string UpstreamUnavailable = "upstream_unavailable";

    /// <summary>503: the gateway's database is unavailable.</summary>
    public const string StoreUnavailable = "store_unavailable";

    /// <summary>503: the gateway is overloaded.</summary>
    public const string Overloaded = "overloaded";

    /// <summary>504: TapTap or the game cloud did not answer in time.</summary>
    public const string UpstreamTimeout = "upstream_timeout";
}
