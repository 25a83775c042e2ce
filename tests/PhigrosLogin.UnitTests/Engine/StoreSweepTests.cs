using PhigrosLogin.Tests.Store;

namespace PhigrosLogin.Tests.Engine;

/// <summary>What is over leaves the store by itself, and no sweep meets a store that is closed.</summary>
public sealed class StoreSweepTests
{
    private static readonly TimeSpan LifeAndGrace = TimeSpan.FromSeconds(300 + 600);

    private readonly ManualClock _clock = new();

    [Fact]
    public async Task What_ended_ten_minutes_ago_is_erased()
    {
        await using var tapTap = ScriptedTapTap.Start(_clock, ScriptedTapTap.Grant);
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);
        await gateway.GetAsync("GetNewQrCode");

        _clock.Advance(LifeAndGrace - TimeSpan.FromSeconds(30));
        (await gateway.StoredAsync(1)).ShouldNotBeNull();
        _clock.Advance(TimeSpan.FromSeconds(30));

        (await gateway.StoredAsync(1)).ShouldBeNull();
    }

    [Fact]
    public async Task What_ended_while_nobody_was_running_is_erased_at_the_start()
    {
        using var files = new StoreWorld();
        var store = $"--Store={files.File}";
        await using var tapTap = ScriptedTapTap.Start(_clock, ScriptedTapTap.Grant);
        await using (var first = await TestGateway.StartAsync(_clock, tapTap.Url, store)) await first.GetAsync("GetNewQrCode");

        _clock.Advance(LifeAndGrace);
        await using (await TestGateway.StartAsync(_clock, tapTap.Url, store))
        {
            // The end of the gateway waits for the sweep at its start.
        }

        files.Sql("SELECT count(*) FROM codes").ShouldBe(0L);
    }

    [Fact]
    public async Task A_sweep_that_runs_at_the_end_finds_the_store_open()
    {
        await using var tapTap = ScriptedTapTap.Start(_clock, ScriptedTapTap.Grant);
        for (var round = 0; round < 10; round++)
        {
            await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);
            _clock.Advance(TimeSpan.FromSeconds(30)); // and it ends at once; an error in its log fails the test
        }
    }
}
