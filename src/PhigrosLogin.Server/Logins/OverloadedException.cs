namespace PhigrosLogin.Server.Logins;

/// <summary>The gateway cannot take a request now: it has no capacity left, or its store does not respond.</summary>
internal sealed class OverloadedException(string message, TimeSpan retryAfter, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Whether the store is the cause.</summary>
    public bool IsStoreUnavailable { get; init; }

    public TimeSpan RetryAfter => retryAfter;
}
