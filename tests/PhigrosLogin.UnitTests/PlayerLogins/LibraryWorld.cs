using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.PlayerLogins;

/// <summary>A simulator and a clock that the test moves; no gateway.</summary>
internal sealed class LibraryWorld : IAsyncDisposable
{
    private LibraryWorld(SandboxUpstream sandbox, ManualClock clock) => (Sandbox, Clock) = (sandbox, clock);

    public SandboxUpstream Sandbox { get; }

    public ManualClock Clock { get; }

    public static async Task<LibraryWorld> StartAsync(SandboxRegion region)
    {
        var clock = new ManualClock();
        return new LibraryWorld(
            await SandboxUpstream.StartAsync(new SandboxOptions { Region = region, LinkBase = region.PublicLinkBase, DefaultScript = null }, clock), clock);
    }

    public Task<PlayerLogin> StartLoginAsync(Region usual) => PlayerLogin.StartAsync(TestRegion.At(Sandbox.Url, usual), new PlayerLoginOptions { Time = Clock });

    /// <summary>Lets the interval pass, once somebody waits for it.</summary>
    public async Task PassAsync(int seconds)
    {
        await Clock.UntilWakingInAsync(TimeSpan.FromSeconds(seconds));
        Clock.Advance(TimeSpan.FromSeconds(seconds));
    }

    public ValueTask DisposeAsync() => Sandbox.DisposeAsync();
}
