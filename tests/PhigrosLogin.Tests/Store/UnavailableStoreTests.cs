using System.Globalization;
using System.Net.Http.Json;
using Microsoft.Data.Sqlite;
using PhigrosLogin.Server.Store;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Store;

/// <summary>A SQLite file that accepts no writes for a while: callers get 503, readiness says so, and it recovers by itself.</summary>
public sealed class UnavailableStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_full_disk_is_503_and_degraded_until_there_is_room_again()
    {
        var disk = await MountAsync(kilobytes: 400);
        try
        {
            await using var world = await World.StartAsync(new ManualClock(), $"--Store={Path.Combine(disk, "logins.db")}");
            world.Log.IsForeseen = line => line.Text.Contains("could not be removed from the store", StringComparison.Ordinal);
            var before = await world.OpenAsync();
            var filler = Path.Combine(disk, "filler");
            await FillAsync(filler);

            using var refused = await UntilRefusedAsync(world);
            var code = await world.GetAsync("GetNewQrCode");
            using var cancelled = await before.CancelAsync();

            await refused.ShouldBeProblemAsync(503, "store_unavailable");
            refused.Headers.RetryAfter.ShouldNotBeNull();
            (code.Status, code.Headers.ContainsKey("Retry-After")).ShouldBe((503, true));
            await cancelled.ShouldBeProblemAsync(503, "store_unavailable");
            (await ReadyAsync(world)).ShouldBe("degraded");
            Reasons(world).ShouldHaveSingleItem().ShouldContain("(13:");

            File.Delete(filler);
            world.Clock.Advance(TimeSpan.FromSeconds(30));
            await world.Log.WhenAsync(line => line.Text.Contains("accepts writes again", StringComparison.Ordinal), 1);

            (await ReadyAsync(world)).ShouldBe("ready");
            await world.OpenAsync();
        }
        finally
        {
            await new DebianProgram("umount", "mount").RunAsync(disk);
        }
    }

    [Fact]
    public async Task A_locked_file_is_503_for_all_who_wait_and_degraded_until_the_lock_is_gone()
    {
        var file = Path.Combine(_folder.Path, "logins.db");
        await using var world = await World.StartAsync(new ManualClock(), $"--Store={file}", "--ManagementUrls=http://127.0.0.1:0");
        await using (var other = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await other.OpenAsync();
            other.Run("BEGIN IMMEDIATE");

            var refused = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.Http.PostAsJsonAsync("/api/v1/logins", new { })));

            foreach (var response in refused)
            {
                await response.ShouldBeProblemAsync(503, "store_unavailable");
                response.Dispose();
            }
            (await ReadyAsync(world)).ShouldBe("degraded");
            Reasons(world).ShouldHaveSingleItem().ShouldContain("(5:");
            var metrics = await world.ScrapeAsync();
            metrics.ShouldContain("phigroslogin_store_available 0");
            metrics.ShouldContain("phigroslogin_store_errors_total{error=\"5\"} 20");
        }

        await world.OpenAsync();

        (await ReadyAsync(world)).ShouldBe("ready");
        (await world.ScrapeAsync()).ShouldContain("phigroslogin_store_available 1");
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> MountAsync(int kilobytes)
    {
        var disk = Directory.CreateDirectory(Path.Combine(_folder.Path, "disk")).FullName;
        var size = string.Create(CultureInfo.InvariantCulture, $"size={kilobytes}k");
        await new DebianProgram("mount", "mount").RunAsync("-t", "tmpfs", "-o", size, "tmpfs", disk);
        return disk;
    }

    private static async Task FillAsync(string filler)
    {
        await using var stream = new FileStream(filler, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true) await stream.WriteAsync(new byte[4096]);
        }
        catch (IOException)
        {
            // Now it is full.
        }
    }

    // What room is left in the pages of the log is used up first.
    private static async Task<HttpResponseMessage> UntilRefusedAsync(World world)
    {
        while (true)
        {
            var response = await world.Http.PostAsJsonAsync("/api/v1/logins", new { });
            if (!response.IsSuccessStatusCode) return response;
            response.Dispose();
        }
    }

    private static IEnumerable<string> Reasons(World world) =>
        world.Log.Lines.Select(line => line.Text).Where(text => text.Contains("database cannot be used", StringComparison.Ordinal));

    private static Task<string> ReadyAsync(World world) => world.Http.GetStringAsync("/health/ready");
}
