using System.Globalization;
using System.Security.Cryptography;
using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests.Soak;

/// <summary>
/// Twenty minutes of everything at once, on the real clock; with <c>./test.sh --full</c> only. <c>PHIGROSLOGIN_SOAK</c> is
/// another length in seconds, whose report stays beside the program; <c>PHIGROSLOGIN_SEED</c> plays an earlier run again.
/// </summary>
[Collection(nameof(Alone))]
public sealed class SoakTests
{
    private static readonly double? Seconds =
        Environment.GetEnvironmentVariable("PHIGROSLOGIN_SOAK") is { Length: > 0 } seconds ? double.Parse(seconds, CultureInfo.InvariantCulture) :
        FullLength.IsOn ? 1200 :
        null;

    public static bool IsOff => Seconds is null;

    [Fact(Skip = "./test.sh --full", SkipWhen = nameof(IsOff))]
    public async Task Every_grant_of_twenty_minutes_ends_as_it_may_and_memory_stays_flat()
    {
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("PHIGROSLOGIN_SEED"), CultureInfo.InvariantCulture, out var given) ? given : (ulong)RandomNumberGenerator.GetInt32(int.MaxValue);
        await using var world = await SoakWorld.StartAsync(seed);
        var run = new SoakRun(seed, TimeSpan.FromSeconds(Seconds!.Value), loginsPerSecond: 5);

        await run.PlayAsync(world);

        List<string> guilty = [.. SoakJudge.Judge(run.Stories, world.Relay.Notes), .. world.Gateways.SelectMany(gateway => SoakConsole.Alarms(gateway.Console))];
        var report = SoakReport.Write(run, world, guilty);
        await File.WriteAllTextAsync(Seconds >= 1200 ? Repository.File("docs/reports/soak.md") : Path.Combine(AppContext.BaseDirectory, "soak.md"), report);
        guilty.ShouldBeEmpty(report);
        if (Seconds >= 1200) run.Memory.ShouldAllBe(memory => memory.IsFlat, report);
    }
}
