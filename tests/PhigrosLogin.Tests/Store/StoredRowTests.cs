using System.Text;
using PhigrosLogin.Polling;
using PhigrosLogin.Server.Logins;
using PhigrosLogin.Server.Store;
using PhigrosLogin.Tests.Logins;
using PhigrosLogin.Tests.OAuth;

namespace PhigrosLogin.Tests.Store;

/// <summary>
/// Rows that another version wrote, that are damaged, or that someone without the store key changed: each is skipped, and
/// none ends a sweep, a start or a request.
/// </summary>
public abstract class StoredRowTests : IAsyncDisposable
{
    private const string First = "AAAAAAAAAAAAAAAAAAAAAA";
    private const string Second = "BBBBBBBBBBBBBBBBBBBBBA";

    internal abstract StoredRows Rows { get; }

    // PostgreSQL keeps the pace of a code by its own clock, which the test does not move.
    private protected virtual string? ForgetPace => null;

    [Fact]
    public async Task An_earlier_body_of_the_same_login_does_not_decrypt_again()
    {
        await using var store = await Rows.OpenAsync();
        await store.SaveLoginAsync(Login(First, 1, "succeeded"));
        await Rows.SqlAsync("CREATE TABLE earlier AS SELECT id, body FROM logins");
        await store.SaveLoginAsync(Login(First, 2, "acknowledged"));

        await Rows.SqlAsync("UPDATE logins SET body = (SELECT body FROM earlier)");

        (await store.FindLoginAsync(First)).ShouldBeNull();
        (await store.FindLoginAsync(First)).ShouldBeNull();
        Rows.World.Log.Warnings.ShouldHaveSingleItem().ShouldContain("AAAAAA… of logins is skipped: it does not decrypt");
        (await store.SaveLoginAsync(Login(First, 3, "read"))).ShouldBe(SaveResult.Written.Instance);
        (await store.FindLoginAsync(First)).ShouldNotBeNull();
    }

    [Fact]
    public async Task The_body_of_another_login_does_not_decrypt_and_the_other_rows_do()
    {
        await using var store = await Rows.OpenAsync();
        await store.SaveLoginAsync(Login(First, 1, "one"));
        await store.SaveLoginAsync(Login(Second, 1, "two"));

        await Rows.SqlAsync(
            $"UPDATE logins SET body = (SELECT body FROM logins WHERE id = '{Second}') WHERE id = '{First}'");

        (await store.FindLiveLoginsAsync()).ShouldHaveSingleItem().Id.ShouldBe(Second);
        (await store.SaveLoginAsync(Login(First, 3, "late"))).ShouldBe(SaveResult.Missing.Instance);
    }

    [Fact]
    public async Task The_answer_of_an_earlier_state_does_not_decrypt_again()
    {
        await using var store = await Rows.OpenAsync();
        var code = Rows.World.Code("one", DeviceCodeStatus.Denied, "no");
        await store.AddAsync(code);
        await Rows.SqlAsync("CREATE TABLE earlier AS SELECT key, answer FROM codes");
        await store.AdvanceAsync(code.Key, DeviceCodeStatus.Granted, "yes"u8.ToArray());

        await Rows.SqlAsync("UPDATE codes SET answer = (SELECT answer FROM earlier)");

        (await store.FindAsync(code.Key)).ShouldBeNull();
    }

    [Theory]
    [InlineData("state = 99")]
    [InlineData("state = -1")]
    [InlineData("state = 30, answer = NULL")]
    [InlineData("state = 20, answer = NULL")]
    [InlineData("state = 21")]
    [InlineData("created_at = -9000000000000000")]
    [InlineData("expires_at = 9000000000000000000")]
    public async Task An_impossible_code_counts_as_unknown_and_is_logged_once(string change)
    {
        await using var world = await StartAsync();
        var code = await world.NewCodeAsync();
        world.China.Codes.Refuse(code.UserCode);
        await world.PassIntervalAsync();
        await world.PostAsync("CheckQRCode", code.Body);
        await world.StopGatewayAsync();

        await Rows.SqlAsync($"UPDATE codes SET {change}");
        if (ForgetPace is { } sql) await Rows.SqlAsync(sql);
        await world.StartAgainAsync();
        world.Log.IsForeseen = line => line.Text.Contains("of codes is skipped", StringComparison.Ordinal);
        await world.PassIntervalAsync(); // TapTap wants no two polls within one
        var answers = new[] { await world.PostAsync("CheckQRCode", code.Body), await world.PostAsync("CheckQRCode", code.Body) };

        answers.ShouldAllBe(answer => answer.Body.Contains("请求错误", StringComparison.Ordinal), "TapTap is asked as about any code");
        world.Log.Lines.Count(line => line.Text.Contains("of codes is skipped", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Theory]
    [InlineData("{\"status\":\"paused\"}")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"Format\":3}")]
    [InlineData("VALID,\"Format\":3}")]
    [InlineData("VALID,\"Status\":\"paused\"}")]
    [InlineData("VALID,\"Status\":99}")]
    [InlineData("VALID,\"Reason\":-1}")]
    [InlineData("VALID,\"UserCode\":\"\"}")]
    [InlineData("VALID,\"Grant\":\"AAAA\"}")]
    public async Task A_login_that_this_version_cannot_read_stops_no_start_and_is_found_by_nobody(string body)
    {
        var valid = Encoding.UTF8.GetString(LoginRow.Write(Facts(First), new LoginState { Region = "cn" }).Body);
        await using (var store = await Rows.OpenAsync())
        {
            await store.SaveLoginAsync(Login(First, 1, body.Replace("VALID", valid[..^1], StringComparison.Ordinal)));
        }

        await using var world = await StartAsync();
        world.Log.IsForeseen = line => line.Text.Contains("AAAAAA… of logins is skipped", StringComparison.Ordinal);
        using var unreadable = await world.Http.GetAsync($"/api/v1/logins/{First}");
        var other = await world.OpenAsync();

        await unreadable.ShouldBeProblemAsync(404, "login_not_found");
        (await other.StateAsync()).Text("status").ShouldBe("pending");
        world.Log.Lines.Count(world.Log.IsForeseen).ShouldBe(1);
    }

    [Fact]
    public async Task A_user_code_that_was_moved_to_another_login_leads_to_neither()
    {
        await using var world = await StartAsync();
        var good = await world.AuthorizeAsync();
        var evil = await world.AuthorizeAsync();

        await Rows.SqlAsync(
            """
            CREATE TABLE earlier AS SELECT id, user_code FROM logins;
            UPDATE logins SET user_code = NULL;
            UPDATE logins SET user_code = (SELECT user_code FROM earlier WHERE earlier.id <> logins.id);
            """);
        var typed = new[] { await TypeAsync(good), await TypeAsync(evil) };

        typed.ShouldAllBe(response => response.Status == 404);

        Task<RawAnswer> TypeAsync(DeviceLogin device) => world.PostFormAsync("/l", $"user_code={device.UserCode}");
    }

    public ValueTask DisposeAsync()
    {
        Rows.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private async Task<World> StartAsync() =>
        await Tests.World.StartAsync(new ManualClock(), [.. await Rows.SettingsAsync()]);

    private static LoginFacts Facts(string id) =>
        new(id, new byte[32], CanChangeRegion: true, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, null, null);

    private static StoredLogin Login(string id, long revision, string body) => new()
    {
        Id = id,
        Revision = revision,
        EraseAt = DateTimeOffset.UnixEpoch.AddYears(100),
        IsLive = true,
        Body = Encoding.UTF8.GetBytes(body),
    };
}

public sealed class SqliteRowTests : StoredRowTests
{
    internal override StoredRows Rows { get; } = new StoredRows.Sqlite();
}

public sealed class PostgresRowTests : StoredRowTests
{
    private protected override string ForgetPace => "DELETE FROM polls";

    internal override StoredRows Rows { get; } = new StoredRows.Postgres();
}
