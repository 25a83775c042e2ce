using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Server.Store;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Store;

/// <summary>
/// A database that commit 26cca13 wrote (tests/fixtures/store): what it stored is read by every later version, whatever
/// names the code and the API have by then.
/// </summary>
public sealed class StoredDataTests
{
    private const string Fixture = "../../../../fixtures/store/26cca13";

    private static readonly JsonElement Expected = Read().RootElement;

    // The exchange of this one is repeated at the start, and has a test of its own.
    private const string Completing = "completing";

    public static TheoryData<string> Logins => [.. Names("logins").Where(name => name != Completing)];

    public static TheoryData<string> Codes => [.. Names("codes")];

    [Theory]
    [MemberData(nameof(Logins))]
    public async Task A_stored_login_is_what_it_was(string name)
    {
        await using var world = await StoredWorld.StartAsync();
        var expected = Expected.GetProperty("logins").EnumerateArray().Single(login => login.Text("name") == name);
        var login = new OpenLogin(world.Gateway, expected.Text("id")!, expected.Text("secret")!);

        var status = await login.StateAsync();
        using var result = await login.ResultAsync();

        foreach (var member in (string[])["status", "region", "version", "requestedBy", "requestedFor", "reason", "notice", "qrNumber"])
        {
            status.GetProperty(member).ToString().ShouldBe(expected.GetProperty(member).ToString(), member);
        }
        if (expected.GetProperty("qr").GetString() is { } link) status.GetProperty("qr").Text("content").ShouldBe(link);
        ((int)result.StatusCode).ShouldBe(name == "acknowledged" ? 410 : 200);
        if (expected.GetProperty("resultSha256").GetString() is { } hash)
        {
            Hash((await result.JsonAsync()).GetProperty("result").GetRawText()).ShouldBe(hash);
        }
    }

    [Fact]
    public async Task A_stored_grant_is_exchanged_again_at_the_start()
    {
        await using var world = await StoredWorld.StartAsync();
        var expected = Expected.GetProperty("logins").EnumerateArray().Single(login => login.Text("name") == Completing);
        var login = new OpenLogin(world.Gateway, expected.Text("id")!, expected.Text("secret")!);

        // The simulator of this test did not issue that grant, so it refuses it.
        var call = await world.Gateway.International.WhenCalledAsync(SandboxOperation.Profile, 1, TestContext.Current.CancellationToken);
        var status = await login.UntilAsync("failed");

        call.Outcome.ShouldNotBe("ok");
        status.Text("reason").ShouldBe("exchange_failed");
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_stored_device_code_of_the_LoginQrCode_API_is_what_it_was(string name)
    {
        await using var world = await StoredWorld.StartAsync();
        var code = Expected.GetProperty("codes").EnumerateArray().Single(code => code.Text("name") == name);

        var response = await world.Gateway.PostAsync("CheckQRCode", code.Text("body")!);

        if (code.GetProperty("responseSha256").GetString() is { } hash) Hash(response.Body).ShouldBe(hash);
        else response.Body.ShouldContain("LoginProcessNotDone");
    }

    [Fact]
    public async Task A_stored_user_code_still_leads_to_its_login()
    {
        await using var world = await StoredWorld.StartAsync();
        using var form = new FormUrlEncodedContent([new("user_code", Expected.GetProperty("oauth").Text("userCode")!)]);

        using var response = await world.Gateway.Http.PostAsync("/l", form);

        response.RequestMessage!.RequestUri!.AbsolutePath.ShouldStartWith("/l/");
        (await response.Content.ReadAsStringAsync()).ShouldContain("Phi CLI");
    }

    [Fact]
    public async Task A_stored_login_is_written_in_todays_form_when_it_changes()
    {
        await using var world = await StoredWorld.StartAsync();
        var expected = Expected.GetProperty("logins").EnumerateArray().Single(login => login.Text("name") == "pending with a QR code");
        var login = new OpenLogin(world.Gateway, expected.Text("id")!, expected.Text("secret")!);
        FormOf(world, login).ShouldBe((1L, 1));

        using var cancelled = await login.CancelAsync();

        FormOf(world, login).ShouldBe((2L, 2));
        (await login.StateAsync()).Text("status").ShouldBe("cancelled");
    }

    /// <summary>Revision and version of the encrypted body.</summary>
    private static (long Revision, int Version) FormOf(StoredWorld world, OpenLogin login)
    {
        using var connection = new SqliteConnection($"Data Source={world.Folder.Path}/logins.db;Pooling=False");
        connection.Open();
        using var query = connection.Query("SELECT revision, body FROM logins WHERE id = $id", ("$id", login.Id));
        using var row = query.ExecuteReader();
        row.Read().ShouldBeTrue();
        return (row.GetInt64(0), ((byte[])row[1])[0]);
    }

    private static JsonDocument Read() => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, Fixture, "expected.json")));

    private static IEnumerable<string> Names(string list) => Expected.GetProperty(list).EnumerateArray().Select(one => one.Text("name")!);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>A gateway on a copy of the database, at the time when it was written.</summary>
    private sealed class StoredWorld : IAsyncDisposable
    {
        public required World Gateway { get; init; }

        public static async Task<StoredWorld> StartAsync()
        {
            var folder = new TempFolder();
            var file = Path.Combine(folder.Path, "logins.db");
            File.Copy(Path.Combine(AppContext.BaseDirectory, Fixture, "logins.db"), file);
            var clock = new ManualClock();
            clock.Advance(Expected.GetProperty("takenAt").GetDateTimeOffset() - clock.GetUtcNow());
            return new StoredWorld
            {
                Gateway = await World.StartAsync(clock, $"--Store={file}", $"--StoreKey={PostgresServer.StoreKey.Reveal()}"),
                Folder = folder,
            };
        }

        public required TempFolder Folder { get; init; }

        public async ValueTask DisposeAsync()
        {
            await Gateway.DisposeAsync();
            Folder.Dispose();
        }
    }
}
