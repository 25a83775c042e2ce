using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PhigrosLogin.Polling;
using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Tests.Store;

/// <summary>What every store has to do, wherever it keeps its rows.</summary>
public abstract class LoginStoreConformance : IAsyncDisposable
{
    private static readonly DeviceCodeStatus[] States = Enum.GetValues<DeviceCodeStatus>();

    internal StoreWorld World { get; } = new();

    internal abstract Task<ILoginStore> OpenAsync();

    /// <summary>The time of day by the clock of the store.</summary>
    protected virtual DateTimeOffset Now => World.Clock.GetUtcNow();

    [Fact]
    public async Task A_code_is_found_as_it_was_added()
    {
        await using var store = await OpenAsync();
        var code = World.Code("one", DeviceCodeStatus.Denied, "{\"error\":\"access_denied\"}");

        (await store.AddAsync(code)).ShouldBeTrue();

        (await store.FindAsync(code.Key)).ShouldBeEquivalentTo(code);
    }

    [Fact]
    public async Task A_code_without_device_id_and_answer_keeps_having_none()
    {
        await using var store = await OpenAsync();
        var code = World.Code("one", deviceId: null);

        await store.AddAsync(code);

        (await store.FindAsync(code.Key)).ShouldBeEquivalentTo(code);
    }

    [Fact]
    public async Task A_code_that_is_there_already_stays_as_it_is()
    {
        await using var store = await OpenAsync();
        await store.AddAsync(World.Code("one", DeviceCodeStatus.Granted, "first"));

        (await store.AddAsync(World.Code("one", DeviceCodeStatus.Denied, "second"))).ShouldBeFalse();

        var found = await store.FindAsync(World.Code("one").Key);
        found!.State.ShouldBe(DeviceCodeStatus.Granted);
        Encoding.UTF8.GetString(found.Answer!).ShouldBe("first");
    }

    [Fact]
    public async Task An_unknown_code_is_not_found_and_not_moved()
    {
        await using var store = await OpenAsync();
        var key = World.Code("nobody").Key;

        (await store.AdvanceAsync(key, DeviceCodeStatus.Scanned, null)).ShouldBeFalse();

        (await store.FindAsync(key)).ShouldBeNull();
    }

    [Fact]
    public async Task A_grant_without_its_answer_is_refused()
    {
        await using var store = await OpenAsync();
        var code = World.Code("one");
        await store.AddAsync(code);

        await Should.ThrowAsync<ArgumentNullException>(() => store.AdvanceAsync(code.Key, DeviceCodeStatus.Granted, null));

        (await store.FindAsync(code.Key))!.State.ShouldBe(DeviceCodeStatus.Pending);
    }

    [Theory]
    [InlineData(DeviceCodeStatus.Pending, DeviceCodeStatus.Pending, false)]
    [InlineData(DeviceCodeStatus.Pending, DeviceCodeStatus.Scanned, true)]
    [InlineData(DeviceCodeStatus.Scanned, DeviceCodeStatus.Pending, false)]
    [InlineData(DeviceCodeStatus.Scanned, DeviceCodeStatus.Denied, true)]
    [InlineData(DeviceCodeStatus.Pending, DeviceCodeStatus.Lost, true)]
    [InlineData(DeviceCodeStatus.Denied, DeviceCodeStatus.Expired, false)]
    [InlineData(DeviceCodeStatus.Expired, DeviceCodeStatus.Lost, false)]
    [InlineData(DeviceCodeStatus.Pending, DeviceCodeStatus.Granted, true)]
    [InlineData(DeviceCodeStatus.Lost, DeviceCodeStatus.Granted, true)]
    [InlineData(DeviceCodeStatus.Expired, DeviceCodeStatus.Granted, true)]
    [InlineData(DeviceCodeStatus.Denied, DeviceCodeStatus.Granted, true)]
    [InlineData(DeviceCodeStatus.Refused, DeviceCodeStatus.Granted, true)]
    [InlineData(DeviceCodeStatus.Granted, DeviceCodeStatus.Granted, false)]
    [InlineData(DeviceCodeStatus.Granted, DeviceCodeStatus.Denied, false)]
    internal async Task A_code_moves_forward_only(DeviceCodeStatus from, DeviceCodeStatus to, bool moves)
    {
        await using var store = await OpenAsync();
        var code = World.Code("one", from, "before");
        await store.AddAsync(code);

        (await store.AdvanceAsync(code.Key, to, "after"u8.ToArray())).ShouldBe(moves);

        var found = await store.FindAsync(code.Key);
        found!.State.ShouldBe(moves ? to : from);
        Encoding.UTF8.GetString(found.Answer!).ShouldBe(moves ? "after" : "before");
    }

    [Fact]
    public async Task No_order_of_events_leaves_a_final_state_but_for_a_grant()
    {
        await using var store = await OpenAsync();
        var round = 0;

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(
            Gen.Elements(States).ArrayOf().ToArbitrary(), moves => Follows(store, $"code {round++}", moves).GetAwaiter().GetResult()));
    }

    // The first end wins, unless a grant comes: the first grant wins for good.
    private async Task<bool> Follows(ILoginStore store, string name, DeviceCodeStatus[] moves)
    {
        var code = World.Code(name);
        await store.AddAsync(code);
        for (var i = 0; i < moves.Length; i++) await store.AdvanceAsync(code.Key, moves[i], [(byte)i]);

        var grant = Array.IndexOf(moves, DeviceCodeStatus.Granted);
        var end = Array.FindIndex(moves, move => move >= DeviceCodeStatus.Denied);
        var scan = Array.IndexOf(moves, DeviceCodeStatus.Scanned);
        var last = grant >= 0 ? grant : end >= 0 ? end : scan;
        var found = await store.FindAsync(code.Key);
        return last < 0
            ? found is { State: DeviceCodeStatus.Pending, Answer: null }
            : found!.State == moves[last] && found.Answer![0] == last;
    }

    [Fact]
    public async Task Two_hundred_writers_at_once_all_arrive()
    {
        await using var store = await OpenAsync();

        var moved = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
            await store.AddAsync(World.Code($"code {i}")) &&
            await store.AdvanceAsync(World.Code($"code {i}").Key, DeviceCodeStatus.Granted, Encoding.UTF8.GetBytes($"answer {i}"))));

        moved.ShouldAllBe(did => did);
        for (var i = 0; i < 200; i++)
            Encoding.UTF8.GetString((await store.FindAsync(World.Code($"code {i}").Key))!.Answer!).ShouldBe($"answer {i}");
    }

    [Fact]
    public async Task Of_many_grants_at_once_one_is_kept()
    {
        await using var store = await OpenAsync();
        var code = World.Code("one");
        await store.AddAsync(code);

        var moved = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => store.AdvanceAsync(code.Key, DeviceCodeStatus.Granted, [(byte)i])));

        moved.Count(did => did).ShouldBe(1);
        (await store.FindAsync(code.Key))!.Answer.ShouldBe([(byte)Array.IndexOf(moved, true)]);
    }

    [Fact]
    public async Task Expired_codes_leave_after_their_grace()
    {
        await using var store = await OpenAsync();
        await store.AddAsync(World.Code("old", expiresAt: Now.AddSeconds(-60)));
        await store.AddAsync(World.Code("young", expiresAt: Now.AddSeconds(-30)));

        (await store.RemoveExpiredAsync(TimeSpan.FromSeconds(60))).ShouldBe(1);

        (await store.FindAsync(World.Code("old").Key)).ShouldBeNull();
        (await store.FindAsync(World.Code("young").Key)).ShouldNotBeNull();
        store.Health.IsAvailable.ShouldBeTrue();
    }

    [Fact]
    public async Task A_login_is_found_as_it_was_written()
    {
        await using var store = await OpenAsync();

        (await store.SaveLoginAsync(Login(1, "opened"))).ShouldBe(SaveResult.Written.Instance);
        (await store.SaveLoginAsync(Login(2, "granted"))).ShouldBe(SaveResult.Written.Instance);

        var found = (await store.FindLoginAsync(LoginId)).ShouldNotBeNull();
        (found.Revision, found.IsLive, Encoding.UTF8.GetString(found.Body)).ShouldBe((2, true, "granted"));
        (await store.FindLiveLoginsAsync()).ShouldHaveSingleItem().Id.ShouldBe(LoginId);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task A_write_that_is_not_based_on_the_stored_revision_changes_nothing_and_returns_the_row(long revision)
    {
        await using var store = await OpenAsync();
        await store.SaveLoginAsync(Login(1, "opened"));
        await store.SaveLoginAsync(Login(2, "granted"));

        var result = await store.SaveLoginAsync(Login(revision, "cancelled"));

        var stored = result.ShouldBeOfType<SaveResult.Superseded>().Stored;
        (stored.Revision, Encoding.UTF8.GetString(stored.Body)).ShouldBe((2, "granted"));
        Encoding.UTF8.GetString((await store.FindLoginAsync(LoginId))!.Body).ShouldBe("granted");
    }

    [Fact]
    public async Task A_write_that_is_repeated_counts_as_written()
    {
        await using var store = await OpenAsync();
        await store.SaveLoginAsync(Login(1, "opened"));
        await store.SaveLoginAsync(Login(2, "granted"));

        (await store.SaveLoginAsync(Login(2, "granted"))).ShouldBe(SaveResult.Written.Instance);
    }

    [Fact]
    public async Task A_write_of_a_login_that_was_deleted_reports_a_missing_row()
    {
        await using var store = await OpenAsync();
        await store.SaveLoginAsync(Login(1, "opened", eraseAt: Now));
        (await store.RemoveExpiredAsync(TimeSpan.Zero)).ShouldBe(1);

        (await store.SaveLoginAsync(Login(2, "granted"))).ShouldBe(SaveResult.Missing.Instance);

        (await store.FindLoginAsync(LoginId)).ShouldBeNull();
    }

    [Fact]
    public async Task A_login_is_deleted_unless_it_was_written_again()
    {
        await using var store = await OpenAsync();
        await store.SaveLoginAsync(Login(1, "opened"));
        await store.SaveLoginAsync(Login(2, "shown"));

        (await store.DeleteLoginAsync(LoginId, revision: 1)).ShouldBeFalse();
        (await store.FindLoginAsync(LoginId)).ShouldNotBeNull();

        (await store.DeleteLoginAsync(LoginId, revision: 2)).ShouldBeTrue();
        (await store.FindLoginAsync(LoginId)).ShouldBeNull();
    }

    private const string LoginId = "AAAAAAAAAAAAAAAAAAAAAA";

    private StoredLogin Login(long revision, string body, DateTimeOffset? eraseAt = null) => new()
    {
        Id = LoginId,
        Revision = revision,
        EraseAt = eraseAt ?? Now.AddHours(1),
        IsLive = true,
        Body = Encoding.UTF8.GetBytes(body),
    };

    public ValueTask DisposeAsync()
    {
        World.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

public sealed class SqliteFileConformance : LoginStoreConformance
{
    internal override async Task<ILoginStore> OpenAsync() => await World.OpenAsync();
}

public sealed class SqliteMemoryConformance : LoginStoreConformance
{
    internal override async Task<ILoginStore> OpenAsync() => await World.OpenAsync(new StoreOptions { Store = "memory" });
}

public sealed class PostgresConformance : LoginStoreConformance
{
    internal override async Task<ILoginStore> OpenAsync() => await (await PostgresServer.SharedAsync()).OpenStoreAsync(World.Clock);

    protected override DateTimeOffset Now => TimeProvider.System.GetUtcNow();
}
