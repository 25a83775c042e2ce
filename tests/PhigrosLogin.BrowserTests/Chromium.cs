[assembly: AssemblyFixture(typeof(PhigrosLogin.BrowserTests.Chromium))]

namespace PhigrosLogin.BrowserTests;

/// <summary>The one browser process of all tests; each visit has a profile of its own in it.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";

    // The browser itself keeps quiet, so that every request that is seen is the page's.
    private static readonly string[] Quiet =
        ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    // Two cores shared with a build: what is right may still be slow.
    private const float PatienceInMilliseconds = 30_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal IBrowser Browser => _browser!;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Program)) throw new InvalidOperationException($"{Program} is missing: install the Debian package chromium (./test.sh does so when it runs as root).");
        SetDefaultExpectTimeout(PatienceInMilliseconds);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = Quiet });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
