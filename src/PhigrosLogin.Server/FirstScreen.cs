namespace PhigrosLogin.Server;

/// <summary>What a person reads after the start: where it listens, whom it serves, what to do next.</summary>
internal static class FirstScreen
{
    public static void Write(TextWriter console, Gateway gateway)
    {
        var address = gateway.Addresses.First();
        var regions = gateway.Services.GetRequiredService<Logins.Upstreams>().Names
            .Select(name => name == gateway.Options.DefaultRegion ? $"{name} (default)" : name);
        console.WriteLine($"PhigrosLogin listens on {string.Join(" and ", gateway.Addresses)}");
        console.WriteLine($"  regions  {string.Join(", ", regions)}");
        if (gateway.SandboxUrl is { } sandbox)
        {
            console.WriteLine($"  sandbox  on, at {sandbox}: a practice player, no TapTap account needed");
            console.WriteLine(gateway.Options.Sandbox == SandboxMode.Human
                ? "           waits for you: open the link of a code and press Scan, Confirm or Refuse"
                : "           confirms by itself after 3 s, unless you open the link of the code");
        }
        else
        {
            console.WriteLine("  sandbox  off: codes come from the real TapTap (practise with --sandbox)");
        }
        console.WriteLine($"  next     curl {(gateway.Options.ApiKeys.AreNeeded ? "-H \"X-Api-Key: $KEY\" " : "")}{address}/api/LoginQrCode/GetNewQrCode");
        console.WriteLine("  stop     Ctrl-C");
    }
}
