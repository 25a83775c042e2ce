namespace PhigrosLogin.Server.Store;

/// <summary>The outcome of <see cref="ILoginStore.SaveLoginAsync"/>.</summary>
internal abstract record SaveResult
{
    private SaveResult()
    {
    }

    /// <summary>The login is stored as given.</summary>
    public sealed record Written : SaveResult
    {
        public static Written Instance { get; } = new();
    }

    /// <summary>Nothing was written: the row has another revision than expected.</summary>
    /// <param name="Stored">The row as it is.</param>
    public sealed record Superseded(StoredLogin Stored) : SaveResult;

    /// <summary>Nothing was written: the row was deleted, or it cannot be read.</summary>
    public sealed record Missing : SaveResult
    {
        public static Missing Instance { get; } = new();
    }
}
