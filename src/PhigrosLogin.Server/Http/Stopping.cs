namespace PhigrosLogin.Server.Http;

/// <summary>Ends what would hold up a shutdown: long polls and event streams.</summary>
internal sealed class Stopping(IHostApplicationLifetime lifetime)
{
    public CancellationToken Token => lifetime.ApplicationStopping;

    /// <summary>Cancelled when the program stops or the caller leaves.</summary>
    public CancellationTokenSource Or(CancellationToken caller) => CancellationTokenSource.CreateLinkedTokenSource(Token, caller);
}
