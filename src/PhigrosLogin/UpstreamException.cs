namespace PhigrosLogin;

/// <summary>What kept an upstream from doing its part.</summary>
public enum UpstreamTrouble
{
    /// <summary>No connection came about, so the request did not arrive.</summary>
    Unreachable,

    /// <summary>The connection broke after the request had left: it may have arrived.</summary>
    ConnectionLost,

    /// <summary>No complete answer within the time limit: the request may have arrived.</summary>
    TimedOut,

    /// <summary>The upstream returned a server error (5xx).</summary>
    Failing,

    /// <summary>An answer came that means nothing in this protocol.</summary>
    BadAnswer,

    /// <summary>The upstream wants fewer requests (429).</summary>
    TooManyRequests,

    /// <summary>A signature was refused because of its time, also with the upstream's own clock.</summary>
    ClockSkew,

    /// <summary>The upstream understood and said no.</summary>
    Refused,

    /// <summary>
    /// A page or a text came in place of the upstream's JSON: a firewall, an access rule or a captcha in front of it
    /// does not let this machine's address through. Another address, such as a proxy's, may be.
    /// </summary>
    Blocked,
}

/// <summary>
/// An upstream did not do its part. The message is one sentence that may be shown to a stranger:
/// it holds no credential and no text of the upstream but a checked error word or number.
/// </summary>
public sealed class UpstreamException : Exception
{
    internal UpstreamException(UpstreamTrouble trouble, string message, TimeSpan? retryAfter = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Trouble = trouble;
        RetryAfter = retryAfter;
    }

    /// <summary>What kept the upstream from answering as it should.</summary>
    public UpstreamTrouble Trouble { get; }

    /// <summary>When the upstream wants to be asked again, if it said so.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Whether the upstream may have acted on the request although no good answer came.</summary>
    public bool MayHaveArrived => Trouble is
        UpstreamTrouble.ConnectionLost or UpstreamTrouble.TimedOut or UpstreamTrouble.Failing or
            UpstreamTrouble.BadAnswer or
        // A firewall may have read the answer and withheld it.
        UpstreamTrouble.Blocked;
}
