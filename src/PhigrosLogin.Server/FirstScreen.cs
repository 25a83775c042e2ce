using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Server;

/// <summary>What a person reads after the start: where it listens, whom it serves, what to do next.</summary>
internal static partial class FirstScreen
{
    /// <exception cref="OutputException">The console cannot be written.</exception>
    public static void Write(TextWriter console, Gateway gateway)
    {
        try
        {
            WriteLines(console, gateway);
        }
        // The latter where stdout is closed: its number then belongs to another file, which is open for reading.
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new OutputException(failure);
        }
    }

    private static void WriteLines(TextWriter console, Gateway gateway)
    {
        if (gateway.Options.LogFormat == "json")
        {
            // A program reads this console: what is no object would be a line that it cannot read.
            var logger = gateway.Services.GetRequiredService<ILogger<Gateway>>();
            Log.Listens(logger, string.Join(" and ", gateway.Addresses));
            Log.Stores(logger, StoreOf(gateway));
            if (gateway.ManagementAddresses.Count > 0) Log.Measures(logger, string.Join(" and ", gateway.ManagementAddresses));
            return;
        }
        var address = gateway.Addresses.First();
        var regions = gateway.Services.GetRequiredService<Logins.Upstreams>().Names
            .Select(name => name == gateway.Options.DefaultRegion ? $"{name} (default)" : name);
        console.WriteLine($"PhigrosLogin listens on {string.Join(" and ", gateway.Addresses)}");
        console.WriteLine($"  regions  {string.Join(", ", regions)}");
        console.WriteLine($"  store    {StoreOf(gateway)}");
        if (gateway.ManagementAddresses.Count > 0) console.WriteLine($"  metrics  {string.Join(" and ", gateway.ManagementAddresses.Select(management => $"{management}/metrics"))}");
        if (gateway.SandboxUrl is { } sandbox)
        {
            console.WriteLine($"  sandbox  on, at {sandbox}: a simulated player, no TapTap account needed");
            console.WriteLine(gateway.Options.Sandbox == SandboxMode.Manual
                ? "           waits for you: open the link of a QR code and press Scan, Confirm or Refuse"
                : "           confirms after 3 s, unless you open the link of the QR code");
        }
        else
        {
            console.WriteLine("  sandbox  off (using the live TapTap; try --sandbox for a simulator)");
        }
        console.WriteLine($"  next     curl {(gateway.Options.Clients.Any ? "-H \"X-Api-Key: $SECRET\" " : "")}{address}/api/LoginQrCode/GetNewQrCode");
        console.WriteLine("  stop     Ctrl-C");
    }

    private static string StoreOf(Gateway gateway) =>
        $"{gateway.Options.Store.Place}{(StoreKey.PlaceOf(gateway.Options.Store) is { } key ? $", key from {key}" : "")}";

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "PhigrosLogin listens on {Addresses}")]
        public static partial void Listens(ILogger logger, string addresses);

        [LoggerMessage(2, LogLevel.Information, "Management endpoints listening on {Addresses}")]
        public static partial void Measures(ILogger logger, string addresses);

        [LoggerMessage(3, LogLevel.Information, "Logins are stored in {Store}")]
        public static partial void Stores(ILogger logger, string store);
    }
}
