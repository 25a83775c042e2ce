namespace PhigrosLogin.Client;

/// <summary>
/// A gateway said no, or nobody answered for it. <see cref="Code"/> says why, for programs; the message says it for people
/// and holds no credential.
/// </summary>
public sealed class GatewayException : Exception
{
    /// <summary>Says what went wrong; for tests of a program that uses the client, too.</summary>
    /// <param name="code">One of <see cref="GatewayErrorCodes"/>, or a word that is newer than this client.</param>
    /// <param name="message">One sentence, without any credential.</param>
    /// <param name="status">The HTTP status, if there was an answer.</param>
    /// <param name="retryAfter">How long the gateway wants to be left alone.</param>
    /// <param name="traceId">The name of this answer in the gateway's log.</param>
    /// <param name="innerException">What the network said.</param>
    public GatewayException(
        string code, string message, int? status = null, TimeSpan? retryAfter = null, string? traceId = null, Exception? innerException = null)
        : base(message, innerException) =>
        (Code, Status, RetryAfter, TraceId) = (code, status, retryAfter, traceId);

    /// <summary>Why, in a word: one of <see cref="GatewayErrorCodes"/>, or a word that is newer than this client.</summary>
    public string Code { get; }

    /// <summary>The HTTP status of the answer; null when there was none.</summary>
    public int? Status { get; }

    /// <summary>How long the gateway wants to be left alone, if it says so.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The name of this answer in the gateway's log, for its operator; null when it was not the gateway that answered.</summary>
    public string? TraceId { get; }

    /// <summary>
    /// Whether the same call can succeed later: nobody answered, 408, 429 or 5xx. The client has then already repeated it for as
    /// long as <see cref="PhigrosLoginClientOptions.Patience"/> says. Never true of a replacement of a token whose outcome is unknown.
    /// </summary>
    public bool IsTransient => Code != GatewayErrorCodes.RotateOutcomeUnknown && Status is null or 408 or 429 or >= 500;
}
