namespace PhigrosLogin.Server.Store;

/// <summary>The store cannot be opened. The message is a sentence for the operator: what is wrong, where, and what helps.</summary>
public sealed class StoreUnavailableException : Exception
{
    internal StoreUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
