[assembly: AssemblyFixture(typeof(PhigrosLogin.Tests.Postgres.PostgresEnd))]

namespace PhigrosLogin.Tests.Postgres;

/// <summary>Stops the shared PostgreSQL when all tests are through.</summary>
public sealed class PostgresEnd : IAsyncDisposable
{
    public async ValueTask DisposeAsync() => await PostgresServer.StopSharedAsync();
}
