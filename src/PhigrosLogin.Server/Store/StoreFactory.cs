namespace PhigrosLogin.Server.Store;

/// <summary>Opens the store that the settings name, with the coordinator that belongs to it.</summary>
internal static class StoreFactory
{
    /// <exception cref="StoreUnavailableException">The store cannot be used.</exception>
    public static async Task<(ILoginStore Store, IInstanceCoordinator Coordinator)> OpenAsync(
        StoreOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        if (options.IsPostgres)
        {
            var shared = await PostgresLoginStore.OpenAsync(options, time, loggers.CreateLogger<PostgresLoginStore>());
            return (shared, new PostgresCoordinator(shared, time));
        }
        var logger = loggers.CreateLogger<SqliteLoginStore>();
        var store = await SqliteLoginStore.OpenAsync(options, time, logger, CancellationToken.None);
        return (store, new SingleInstance(time));
    }
}
