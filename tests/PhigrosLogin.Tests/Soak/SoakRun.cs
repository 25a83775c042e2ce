using System.Collections.Concurrent;
using System.Diagnostics;

namespace PhigrosLogin.Tests.Soak;

/// <summary>One soak: logins of all kinds for so long, PostgreSQL restarted underneath, memory looked at; then the wait until all of them are over.</summary>
internal sealed class SoakRun(ulong seed, TimeSpan length, double loginsPerSecond)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RestartEvery = TimeSpan.FromSeconds(190);

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Chance _chance = new(seed, "run", 0);

    public ulong Seed => seed;

    public TimeSpan Length => length;

    public ConcurrentQueue<Story> Stories { get; } = new();

    public ConcurrentQueue<string> Restarts { get; } = new();

    public IReadOnlyList<SoakMemory> Memory { get; } = [new(length), new(length)];

    /// <summary>The largest load average of the machine that was seen.</summary>
    public double Load { get; private set; }

    /// <summary>How long all of it has taken so far.</summary>
    public TimeSpan Passed => Stopwatch.GetElapsedTime(_start);

    public async Task PlayAsync(SoakWorld world)
    {
        var beside = Task.WhenAll(LookAsync(world), RestartAsync(world), PassByAsync(world));
        var visits = new List<Task>();
        for (var number = 1L; Passed < length; number++)
        {
            visits.Add(VisitAsync(world, number));
            await Task.Delay(_chance.Seconds(0, 2 / loginsPerSecond), TimeProvider.System);
        }
        await beside;
        await Task.WhenAll(visits);
    }

    private async Task VisitAsync(SoakWorld world, long number)
    {
        var chance = new Chance(seed, "login", number);
        var story = new Story(
            number,
            chance.Weighted((25, Api.LoginQrCode), (60, Api.Login), (15, Api.OAuth)),
            chance.Weighted((25, Caller.Waits), (20, Caller.FollowsEvents), (15, Caller.WaitsForChanges), (15, Caller.ReadsPictures), (25, Caller.Vanishes)),
            chance.Weighted((45, Person.Confirms), (25, Person.ScansThenConfirms), (8, Person.Denies), (6, Person.ScansOnly), (8, Person.NeverComes), (8, Person.IsCancelled)));
        Stories.Enqueue(story);
        try
        {
            await (story.Api switch
            {
                Api.LoginQrCode => new LoginQrCodeVisit(story, world, chance).RunAsync(),
                Api.Login => new LinkVisit(story, world, chance).RunAsync(),
                _ => new OAuthVisit(story, world, chance).RunAsync(),
            });
        }
#pragma warning disable CA1031 // one story that breaks is a finding, and the others go on
        catch (Exception unforeseen)
#pragma warning restore CA1031
        {
            story.Complaints.Enqueue(unforeseen.ToString());
        }
    }

    private async Task LookAsync(SoakWorld world)
    {
        while (Passed < length)
        {
            foreach (var (memory, gateway) in Memory.Zip(world.Gateways)) memory.Add(Passed, gateway.WorkingSet);
            Load = Math.Max(Load, double.Parse((await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
            await Task.Delay(LookEvery, TimeProvider.System);
        }
    }

    private async Task RestartAsync(SoakWorld world)
    {
        var chance = new Chance(seed, "restart", 0);
        for (var next = length < RestartEvery ? length / 3 : RestartEvery; next < length - TimeSpan.FromSeconds(20); next += RestartEvery)
        {
            await Task.Delay(next - Passed is { Ticks: > 0 } wait ? wait : TimeSpan.Zero, TimeProvider.System);
            var begun = Passed;
            await world.RestartDatabaseAsync(chance);
            Restarts.Enqueue(FormattableString.Invariant($"{begun:mm\\:ss} for {(Passed - begun).TotalSeconds:0.0} s"));
        }
    }

    private async Task PassByAsync(SoakWorld world)
    {
        for (var number = 1L; Passed < length; number++)
        {
            var chance = new Chance(seed, "passerby", number);
            await Passersby.ComeAsync(chance.Of([world.Nginx.Url, .. world.Gateways.Select(gateway => gateway.Url)]), chance);
            await Task.Delay(chance.Seconds(0, 1), TimeProvider.System);
        }
    }
}
