namespace PhigrosLogin.Bench.Programs;

/// <summary>The least that somebody could run in the gateway's place: it asks the upstream and passes the answer on.</summary>
internal static class Forwarder
{
    public static async Task RunAsync(Uri upstream)
    {
        await using var app = Listening.Build(hasRoutes: true);
        await app.RunUntilLeftAloneAsync();
    }
}
