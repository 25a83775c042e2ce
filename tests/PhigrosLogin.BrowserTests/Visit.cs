using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace PhigrosLogin.BrowserTests;

/// <summary>
/// A visitor with a page open. At its end it fails the test when a request left the gateway for anywhere but TapTap's
/// page, when the content security policy was broken, or when the script was.
/// </summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly IBrowserContext _context;
    private readonly string[] _tapTap;

    private Visit(IBrowserContext context, IPage page, Visitor visitor, World world)
    {
        (_context, Page, Visitor, _tapTap) = (context, page, visitor, [Origin(world.China.Url), Origin(world.International.Url)]);
        var home = Origin(world.Url);
        context.Request += (_, request) =>
        {
            var origin = Origin(new Uri(request.Url));
            if (origin != home && !(request.IsNavigationRequest && _tapTap.Contains(origin))) _faults.Enqueue($"request to {request.Url}");
        };
        context.Console += (_, message) =>
        {
            // A page that is not there, or a gateway that restarts, is the business of its own test.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)) _faults.Enqueue(message.Text);
        };
        context.WebError += (_, error) => _faults.Enqueue(error.Error);
    }

    public IPage Page { get; }

    public Visitor Visitor { get; }

    public ILocator Main => Page.Locator("#main");

    public ILocator Title => Page.Locator("h1");

    /// <summary>What went wrong so far; taking it out forgives it.</summary>
    public ConcurrentQueue<string> Faults => _faults;

    public static async Task<Visit> StartAsync(Chromium chromium, World world, Visitor visitor, string path)
    {
        var context = await chromium.Browser.NewContextAsync(visitor.Options(world.Url));
        var visit = new Visit(context, await context.NewPageAsync(), visitor, world);
        await visit.Page.GotoAsync(path);
        return visit;
    }

    /// <summary>The login that the page shows.</summary>
    public OpenLogin Login(World world) => new(world, Regex.Match(Page.Url, "/l/([A-Za-z0-9_-]{22})").Groups[1].Value, "");

    /// <summary>The countdown shows such a time; a pattern, because it goes on while it is looked at.</summary>
    public Task ShouldCountAsync(string time) => Expect(Page.Locator(".left .time")).ToHaveTextAsync(new Regex($"^{time}$"));

    public ILocator Id(string id) => Page.Locator($"#{id}");

    public Task ShouldBeAsync(string state) => Expect(Main).ToHaveAttributeAsync("data-state", state);

    public Task ShouldSayAsync(string text) => Expect(Page.Locator("body")).ToContainTextAsync(text);

    /// <summary>Presses with whatever the visitor has.</summary>
    public async Task PressAsync(string id)
    {
        // A page without script loads itself anew every 5 s: a finger that comes down just then hits nothing and tries again.
        do await (Visitor.IsHandheld ? Id(id).TapAsync() : Id(id).ClickAsync());
        while (!Visitor.HasScript && !await IsLeftAsync(id));
    }

    public Task<ICDPSession> DevToolsAsync() => _context.NewCDPSessionAsync(Page);

    public async Task<BrowserContextCookiesResult> CookieAsync() => (await _context.CookiesAsync()).ShouldHaveSingleItem();

    /// <summary>What a phone's camera reads from the screen.</summary>
    public async Task<string> ScanAsync()
    {
        using var folder = new TempFolder();
        var screen = Path.Combine(folder.Path, "screen.png");
        for (var look = 1; ; look++)
        {
            await Expect(Id("qr-image")).ToHaveJSPropertyAsync("complete", true);
            try
            {
                await Id("qr-image").ScrollIntoViewIfNeededAsync();
                await Page.ScreenshotAsync(new() { Path = screen });
                return (await new DebianProgram("zbarimg", "zbar-tools").RunAsync("--quiet", "--raw", screen)).Trim();
            }
            catch (ShouldAssertException) when (look < 5 && !Visitor.HasScript)
            {
                // It was just loading itself anew.
            }
            catch (PlaywrightException) when (look < 5)
            {
                // The page drew the picture anew at this moment.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        _faults.ShouldBeEmpty();
    }

    private async Task<bool> IsLeftAsync(string id)
    {
        try
        {
            await Id(id).WaitForAsync(new() { State = WaitForSelectorState.Detached, Timeout = 8_000 });
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static string Origin(Uri url) => url.GetLeftPart(UriPartial.Authority);
}
