using System.Net.Http.Json;
using Microsoft.Data.Sqlite;
using PhigrosLogin.Server.Logins;

namespace PhigrosLogin.Tests.Logins;

/// <summary>What the gateway keeps in mind: logins under way, and of those that are over what the store cannot tell.</summary>
public sealed class MemoryTests : IDisposable
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(62);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_login_that_is_over_leaves_memory_after_a_minute_and_the_store_tells_of_it()
    {
        await using var world = await World.StartAsync(new ManualClock(), "--ManagementUrls=http://127.0.0.1:0");
        var (cancelled, underWay) = (await world.OpenAsync(), await world.OpenAsync());
        await cancelled.LookAsync();
        await underWay.LookAsync();
        await cancelled.CancelAsync();
        var last = await cancelled.StateAsync();

        world.Clock.Advance(LongEnough);
        await world.SettledAsync();
        await world.OpenAsync();

        (await KnownAsync(world)).ShouldBe(2);
        (await cancelled.StateAsync()).ToString().ShouldBe(last.ToString());
        (await cancelled.AcknowledgeAsync()).EnsureSuccessStatusCode();
        await (await cancelled.ResultAsync()).ShouldBeProblemAsync(410, "already_acknowledged");
        (await KnownAsync(world)).ShouldBe(2, "asking about it does not bring it back");
        (await underWay.StateAsync()).Text("status").ShouldBe("pending");
    }

    [Fact]
    public async Task Where_there_is_no_room_for_another_login_those_that_are_over_are_still_told_of()
    {
        await using var world = await World.StartAsync(new ManualClock(), "--Limits:MaxLogins=1");
        var cancelled = await world.OpenAsync();
        await cancelled.CancelAsync();

        await (await world.OpenAsync()).LookAsync();
        using var refused = await world.Http.PostAsJsonAsync("/api/v1/logins", new { });

        await refused.ShouldBeProblemAsync(503, "overloaded");
        (await cancelled.StateAsync()).Text("status").ShouldBe("cancelled");
    }

    [Fact]
    public async Task A_result_stays_until_it_is_erased()
    {
        await using var world = await World.StartAsync(new ManualClock(), "--ManagementUrls=http://127.0.0.1:0");
        var login = await world.SucceedAsync();
        (await login.ResultAsync()).EnsureSuccessStatusCode();

        world.Clock.Advance(TimeSpan.FromSeconds(299));
        await world.OpenAsync();
        (await KnownAsync(world)).ShouldBe(2);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.SettledAsync();
        world.Clock.Advance(LongEnough);
        await world.OpenAsync();

        (await KnownAsync(world)).ShouldBe(2, "those that were opened since");
        await (await login.ResultAsync()).ShouldBeProblemAsync(410, "result_expired");
    }

    [Fact]
    public async Task A_result_that_the_disk_has_no_room_for_is_kept_in_memory_for_its_whole_time()
    {
        var file = $"{_folder.Path}/logins.db";
        await using var world = await World.StartAsync(new ManualClock(), $"--Store={file}");
        world.Log.IsForeseen = line => line.Text.Contains("check the disk", StringComparison.Ordinal);
        var login = await world.OpenAsync();
        var userCode = await login.LookAsync();
        await using var disk = new SqliteConnection($"Data Source={file}");
        await disk.OpenAsync(TestContext.Current.CancellationToken);
        await using var full = disk.CreateCommand();
        full.CommandText = "CREATE TRIGGER full BEFORE UPDATE ON logins BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END";
        await full.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        world.China.Codes.Confirm(userCode);
        var succeeded = login.UntilAsync("succeeded");
        await world.PassToPollAsync();
        await succeeded;
        for (var minute = 0; minute < 4; minute++)
        {
            world.Clock.Advance(LongEnough);
            await world.OpenAsync();
        }

        (await login.ResultAsync()).EnsureSuccessStatusCode();
        world.Log.Lines.ShouldContain(line => line.Text.Contains("is now Succeeded, which could not be written", StringComparison.Ordinal));
    }

    [Fact]
    public void An_entry_that_ends_early_is_removed_in_its_time_and_first_if_room_is_needed()
    {
        var clock = new ManualClock();
        var ended = new HashSet<string>();
        var cache = new BoundedCache<string>(2, TimeSpan.FromMinutes(10), clock, ended.Contains);
        Add("stays").ShouldBe("stays");
        Add("ends").ShouldBe("ends");

        cache.EndEarly("ends", "another of that name", TimeSpan.FromMinutes(1));
        Add("third").ShouldBeNull();
        cache.EndEarly("ends", "ends", TimeSpan.FromMinutes(1));
        ended.Add("ends");
        cache.Sweep().ShouldBeEmpty();
        cache.Count.ShouldBe(2);

        Add("third").ShouldBe("third");
        cache.TryFind("ends", out _).ShouldBeFalse();
        cache.EndEarly("third", "third", TimeSpan.FromMinutes(1));
        clock.Advance(LongEnough);
        cache.Sweep().ShouldBe(["third"]);
        cache.TryFind("third", out _).ShouldBeFalse();
        cache.TryFind("stays", out _).ShouldBeTrue();

        string? Add(string name) => cache.FindOrAdd(
            name, name, clock.GetTimestamp() + TimeSpan.FromMinutes(10).Ticks, exceed: false, out _);
    }

    private static async Task<int> KnownAsync(TestGateway gateway)
    {
        const string Name = "phigroslogin_logins_known{kind=\"login\"} ";
        var line = (await gateway.ScrapeAsync()).Split('\n').Single(line => line.StartsWith(Name, StringComparison.Ordinal));
        return int.Parse(line[Name.Length..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
