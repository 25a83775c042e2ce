using System.Globalization;
using System.Text;
using PhigrosLogin.Polling;
using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Tests.Store;

/// <summary>The store among real processes: one at a time, and nothing committed is lost when it is killed.</summary>
public sealed class StoreProcessTests : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly StoreWorld _world = new();

    [Fact]
    public async Task A_second_process_is_refused_after_thirty_seconds()
    {
        await using var holder = await StoreProcess.StartAsync("hold", _world.File);
        var start = _world.Clock.GetTimestamp();

        var opening = _world.OpenAsync();
        await _world.DriveAsync(opening, Pause);

        var trouble = await Should.ThrowAsync<StoreUnavailableException>(() => opening);
        _world.Clock.GetElapsedTime(start).ShouldBe(TimeSpan.FromSeconds(30));
        trouble.Message.ShouldContain(_world.File);
        trouble.Message.ShouldContain(FormattableString.Invariant($"another process (id {holder.Id})"));
    }

    [Fact]
    public async Task A_second_process_takes_over_when_the_first_leaves()
    {
        await using var holder = await StoreProcess.StartAsync("hold", _world.File);
        var opening = _world.OpenAsync();
        _world.Clock.Advance(Pause);
        opening.IsCompleted.ShouldBeFalse();

        await holder.LeaveAsync();
        await _world.DriveAsync(opening, Pause);

        await using var store = await opening;
        (await store.FindAsync(_world.Code("one").Key)).ShouldBeNull();
        _world.Log.Lines.ShouldHaveSingleItem().Text.ShouldContain("waiting up to 30 s");
    }

    [Fact]
    public async Task A_grant_survives_the_kill_of_the_process_that_committed_it()
    {
        var granted = new List<int>();
        for (var round = 0; round < 10; round++)
        {
            await using var writer = await StoreProcess.StartAsync("write", _world.File, $"{round * 100_000}");
            for (var i = 0; i <= round; i++) granted.Add(int.Parse((await writer.ReadLineAsync())!, CultureInfo.InvariantCulture));
            granted.AddRange((await writer.KillAsync()).Select(line => int.Parse(line, CultureInfo.InvariantCulture)));
        }

        await using var store = await _world.OpenAsync();

        foreach (var number in granted)
        {
            var code = await store.FindAsync(CodeKey.Of("cn", new Secret($"code {number}")));
            code.ShouldNotBeNull().State.ShouldBe(DeviceCodeStatus.Granted);
            Encoding.UTF8.GetString(code.Answer!).ShouldBe($"answer {number}");
        }
        _world.Log.Warnings.ShouldBeEmpty();
    }

    public void Dispose() => _world.Dispose();
}
