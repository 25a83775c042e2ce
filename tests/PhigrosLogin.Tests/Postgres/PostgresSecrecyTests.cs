using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Npgsql;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Server;
using PhigrosLogin.Server.Store;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Postgres;

/// <summary>What a dump shows, and who may open the store.</summary>
public sealed class PostgresSecrecyTests
{
    [Fact]
    public async Task A_dump_shows_no_secret_and_no_name_in_any_state()
    {
        await using var world = await TwoInstances.StartAsync();
        var secrets = new List<string> { SandboxPlayer.Default.Name, SandboxPlayer.Default.OpenId, SandboxPlayer.Default.ObjectId, "canary-asker", "canary-player" };
        var body = new { requestedBy = "canary-asker", requestedFor = "canary-player" };
        var server = await PostgresServer.SharedAsync();

        var shown = await world.A.OpenAsync(body);
        var confirmed = await world.A.OpenAsync(body);
        var userCodes = new[] { await shown.LookAsync(), await confirmed.LookAsync() };
        var held = world.Relay.Hold(TapTapRelay.Profile);
        world.Sandbox.Codes.Confirm(userCodes[1]);
        await held.Given;
        var code = await world.NewCodeAsync(world.A);
        var exchanging = await DumpAsync(server, world);
        held.Release();
        await confirmed.UntilAsync("succeeded");
        using var result = await confirmed.ResultAsync();
        world.Sandbox.Codes.Confirm(code.UserCode);
        var granted = await UntilGrantedAsync(world, code);
        var done = await DumpAsync(server, world);

        secrets.AddRange([shown.Secret, confirmed.Secret, .. userCodes, .. userCodes.Select(userCode => world.Sandbox.Codes.Find(userCode)!.DeviceCode)]);
        secrets.Add(JsonDocument.Parse(code.Body).RootElement.Text("deviceCode")!);
        secrets.Add((await result.JsonAsync()).GetProperty("result").Text("sessionToken")!);
        secrets.AddRange([granted.Text("kid")!, granted.Text("macKey")!]);
        foreach (var dump in new[] { exchanging, done })
        {
            dump.ShouldContain(shown.Id);
            secrets.Where(secret => Forms(secret).Any(form => dump.Contains(form, StringComparison.OrdinalIgnoreCase))).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task An_instance_with_another_key_does_not_start()
    {
        var server = await PostgresServer.SharedAsync();
        var store = await server.NewStoreAsync();
        await (await server.OpenStoreAsync(TimeProvider.System, store)).DisposeAsync();

        var refused = await Should.ThrowAsync<StoreUnavailableException>(() => server.OpenStoreAsync(TimeProvider.System, store, new Secret(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)))));

        refused.Message.ShouldContain("another StoreKey");
    }

    [Fact]
    public async Task An_instance_without_a_key_does_not_start()
    {
        var refused = await Should.ThrowAsync<StoreUnavailableException>(async () => await PostgresLoginStore.OpenAsync(
            new StoreOptions { Store = await (await PostgresServer.SharedAsync()).NewStoreAsync(), Environment = _ => null },
            TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<PostgresLoginStore>.Instance));

        refused.Message.ShouldContain("StoreKey");
    }

    [Theory]
    [InlineData("Password=a-password-that-no-log-knows", "Password=another-password", "refuses the user or the password")]
    [InlineData("Database=postgres", "Database=nowhere", "no database of the name")]
    [InlineData("Host=127.0.0.1", "Host=127.0.0.2", "does not answer")]
    [InlineData("Search Path=s", "Search Path=nowhere", "does not let this user make tables")]
    public async Task What_keeps_it_from_opening_is_said_without_the_password(string right, string wrong, string words)
    {
        var server = await PostgresServer.SharedAsync();
        var store = (await server.NewStoreAsync()).Replace(right, wrong, StringComparison.Ordinal);

        var refused = await Should.ThrowAsync<StoreUnavailableException>(() => server.OpenStoreAsync(TimeProvider.System, store));

        refused.Message.ShouldContain(words);
        refused.ToString().ShouldNotContain("password-");
    }

    [Theory]
    [InlineData("Host=db;Prot=5432;Password=a-secret")]
    [InlineData("Host=db;Port=many;Password=a-secret")]
    [InlineData("postgresql://gateway:a-secret@db:99999/logins")]
    [InlineData("postgresql://gateway:a-secret@db/logins?sslmode=perhaps")]
    public async Task A_connection_string_that_makes_no_sense_is_named_and_not_repeated(string store)
    {
        var bad = await Should.ThrowAsync<SettingsException>(() => Gateway.StartAsync(["--Urls=http://127.0.0.1:0", $"--Store={store}"], TimeProvider.System));

        bad.ToString().ShouldContain("Store");
        bad.ToString().ShouldNotContain("a-secret");
    }

    [Fact]
    public async Task A_role_with_one_connection_is_told_what_a_gateway_needs()
    {
        var server = await PostgresServer.SharedAsync();
        var store = await server.NewStoreAsync();
        var schema = store[(store.IndexOf("Search Path=", StringComparison.Ordinal) + "Search Path=".Length)..];
        await using (var administrator = new NpgsqlConnection(server.ConnectionString))
        {
            await administrator.OpenAsync(TestContext.Current.CancellationToken);
            await administrator.RunAsync($"CREATE ROLE {schema} LOGIN PASSWORD 'a-secret' CONNECTION LIMIT 1");
            await administrator.RunAsync($"GRANT ALL ON SCHEMA {schema} TO {schema}");
        }
        var single = new NpgsqlConnectionStringBuilder(store) { Username = schema, Password = "a-secret" };

        var refused = await Should.ThrowAsync<StoreUnavailableException>(() => Gateway.StartAsync(
            ["--Urls=http://127.0.0.1:0", $"--Store={single}", $"--StoreKey={PostgresServer.StoreKey.Reveal()}"],
            TimeProvider.System));

        refused.Message.ShouldContain("allows no more connections for the user in Store: a gateway needs at least 2");
        refused.ToString().ShouldNotContain("a-secret");
    }

    [Fact]
    public async Task The_form_of_a_url_is_read_as_well()
    {
        var connection = PostgresConnection.Read("postgresql://gate%40way:p%3Aass%2Fword@db.example:6000/logins?sslmode=verify-full&application_name=bot");

        (connection.Host, connection.Port, connection.Username, connection.Password, connection.Database).ShouldBe(("db.example", 6000, "gate@way", "p:ass/word", "logins"));
        (connection.SslMode, connection.ApplicationName).ShouldBe((Npgsql.SslMode.VerifyFull, "bot"));
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Ten_that_start_at_once_on_an_empty_database_all_start()
    {
        var server = await PostgresServer.SharedAsync();
        var store = await server.NewStoreAsync();

        var opened = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => server.OpenStoreAsync(TimeProvider.System, store)));

        foreach (var one in opened) await one.DisposeAsync();
    }

    private static Task<string> DumpAsync(PostgresServer server, TwoInstances world) =>
        server.PrintAsync("pg_dump", "--inserts", "-n", world.Store[(world.Store.IndexOf("Search Path=", StringComparison.Ordinal) + "Search Path=".Length)..]);

    // pg_dump writes bytes in hex.
    private static IEnumerable<string> Forms(string secret) =>
        [secret, Convert.ToHexStringLower(Encoding.UTF8.GetBytes(secret)), Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))];

    private static async Task<JsonElement> UntilGrantedAsync(TwoInstances world, SimulatedCode code)
    {
        while (true)
        {
            var answer = JsonDocument.Parse((await world.B.PostAsync("CheckQRCode", code.Body)).Body).RootElement;
            if (answer.TryGetProperty("data", out var data) && data.TryGetProperty("macKey", out _)) return data;
        }
    }
}
