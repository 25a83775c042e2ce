using System.Globalization;
using System.Security.Cryptography;
using PhigrosLogin.Server.Logins;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Tests.Engine;

/// <summary>Any order of events whatever, held against a model that is written down a second time, in other words.</summary>
public sealed class DeviceCodePropertyTests
{
    private const int Orders = 100_000;
    private const int EventsInOne = 24;

    [Fact]
    public void P29_No_order_of_events_leaves_a_final_state_polls_twice_at_once_or_too_soon()
    {
        using var upstream = AnyRegion.Create(TimeProvider.System);
        var seed = Environment.GetEnvironmentVariable("PHIGROSLOGIN_SEED") is { } asked
            ? ulong.Parse(asked, CultureInfo.InvariantCulture)
            : (ulong)RandomNumberGenerator.GetInt32(int.MaxValue);
        var ends = new Dictionary<string, int>();

        for (var order = 0; order < Orders; order++)
        {
            var chance = new Chance(seed + (ulong)order);
            try
            {
                var end = new DeviceCodeModel(upstream, chance).Play(EventsInOne);
                ends[end] = ends.GetValueOrDefault(end) + 1;
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"With PHIGROSLOGIN_SEED={seed + (ulong)order} the first order of events fails.", failure);
            }
        }

        // All that can become of a code was met, or the events were too tame.
        ends.Keys.ShouldBe(["Pending", "Scanned", "Granted", "Denied", "Refused", "Lost", "Ended by TapTap", "Expired"], ignoreOrder: true);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}: {string.Join(", ", ends.Select(end => $"{end.Key} {end.Value}"))}");
    }

    [Fact]
    public async Task P01_Callers_who_come_in_the_same_moment_start_one_poll()
    {
        using var upstream = AnyRegion.Create(TimeProvider.System);
        var clock = new ManualClock();
        for (var round = 0; round < 500; round++)
        {
            var session = DeviceCodeSession.FirstSeen(
                upstream, new Secret("code"), null, TimeSpan.FromSeconds(300), TimeSpan.FromSeconds(3), null!, clock);
            var started = 0;
            using var barrier = new Barrier(4);

            var joined = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    barrier.SignalAndWait();
                    var poll = session.JoinOrBegin(out var begins);
                    if (begins) Interlocked.Increment(ref started);
                    return poll;
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

            started.ShouldBe(1);
            joined.ShouldAllBe(poll => poll != null && poll == joined[0]);
        }
    }
}
