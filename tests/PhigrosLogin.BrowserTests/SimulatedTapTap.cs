using System.Text.RegularExpressions;
using PhigrosLogin.Sandbox;

namespace PhigrosLogin.BrowserTests;

/// <summary>A simulated TapTap, in whose own page a player can press buttons, and the time that passes.</summary>
internal static class SimulatedTapTap
{
    public static Task<World> StartAsync(params string[] settings) => World.StartWithPagesAsync(new ManualClock(), settings);

    /// <summary>The five characters of the code that the page has asked for.</summary>
    public static async Task<string> CodeAsync(this World world, OpenLogin login, string region = "cn", int number = 1)
    {
        await world[region].WhenCalledAsync(SandboxOperation.DeviceCode, number);
        return await login.LookAsync();
    }

    /// <summary>As <see cref="CodeAsync"/>; but a page on a phone without script asks for none until its button is pressed.</summary>
    public static Task<string> CodeForAsync(this World world, Visit visit, OpenLogin login, string region = "cn") =>
        visit.Visitor is { IsHandheld: true, HasScript: false } ? login.LookAsync() : world.CodeAsync(login, region);

    /// <summary>Lets time pass until TapTap was asked once more.</summary>
    public static async Task PollAsync(this World world)
    {
        var before = world.Polls;
        await world.SettledAsync();
        for (var second = 0; world.Polls == before; second++)
        {
            second.ShouldBeLessThan(60, "TapTap is not asked any more.");
            world.Clock.Advance(TimeSpan.FromSeconds(1));
            await world.SettledAsync();
        }
    }

    /// <summary>Scans the picture, or goes to TapTap's page and back on what has no second device.</summary>
    public static async Task ScanAsync(this World world, Visit visit)
    {
        if (!visit.Visitor.IsHandheld)
        {
            world.China.Codes.Scan(UserCode(await visit.ScanAsync()));
        }
        else
        {
            var login = visit.Page.Url;
            while (!await LeavesAsync(world, visit))
            {
            }
            await visit.Page.Locator("[value=scan]").TapAsync();
            await visit.Page.Locator("[value=confirm]").WaitForAsync();
            await visit.Page.GotoAsync(login);
        }
        await world.PollAsync();
    }

    // The page exchanges its main element when its first event comes: a finger that comes down just then tries again.
    private static async Task<bool> LeavesAsync(World world, Visit visit)
    {
        var login = visit.Page.Url;
        try
        {
            await visit.PressAsync("open");
            await visit.Page.WaitForURLAsync($"{world.China.Url}**", new() { Timeout = 5_000, WaitUntil = WaitUntilState.Commit });
            return true;
        }
        catch (TimeoutException)
        {
            return visit.Page.Url != login;
        }
    }

    public static string UserCode(string link) => Regex.Match(link, "user_code=([0-9a-z]{5})$").Groups[1].Value;
}
