using System.Globalization;
using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Server;

/// <summary>What does not keep the gateway from starting, but its operator should change.</summary>
internal sealed partial class StartWarnings(GatewayOptions options, ILogger<StartWarnings> logger)
{
    // A gateway without callers, calls to the regions, connections to a database and at the management addresses.
    private const int FilesBesideConnections = 400;

    public void Write(IEnumerable<string> commandLine)
    {
        foreach (var name in commandLine.Where(HoldsSecret)) Log.SecretOnCommandLine(logger, name);
        foreach (var name in options.DoubtfulNames) Log.DoubtfulName(logger, name);
        var needed = ((long)options.MaxConnections * options.Urls.Count) + FilesBesideConnections;
        if (OpenFiles("/proc/self/limits") is { } files && files < needed)
            Log.FewFiles(logger, files, options.MaxConnections, FilesBesideConnections);
        if (!OperatingSystem.IsWindows() && options.Store is { IsMemory: false, IsPostgres: false } store)
        {
            foreach (var file in ((string?[])[store.File, StoreKey.PlaceOf(store)]).OfType<string>().Where(IsOpenToOthers))
                Log.OpenToOthers(logger, file);
        }
    }

    private bool HoldsSecret(string name) => name.ToUpperInvariant() switch
    {
        "STOREKEY" => true,
        "STORE" =>
            options.Store.IsPostgres && PostgresConnection.Read(options.Store.Store!).Password is { Length: > 0 },
        "REGIONS:CN:PROXY" or "REGIONS:GLOBAL:PROXY" =>
            options.Regions.Any(region => region.Proxy?.Credentials is not null),
        _ => false,
    };

    private static long? OpenFiles(string limits)
    {
        if (!File.Exists(limits)) return null;
        var line = File.ReadLines(limits).FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal));
        // The runtime has raised the soft limit, which comes first, to the hard one.
        return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, var soft, ..] &&
            long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var files) ? files : null;
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static bool IsOpenToOthers(string file) =>
        File.Exists(file) &&
        (File.GetUnixFileMode(file) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite)) != 0;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning,
            "{Name} is on the command line, which every user of this machine can read: " +
            "set it in the environment or in appsettings.json")]
        public static partial void SecretOnCommandLine(ILogger logger, string name);

        [LoggerMessage(2, LogLevel.Warning, "The environment holds a name that is not a setting: {Name}")]
        public static partial void DoubtfulName(ILogger logger, string name);

        [LoggerMessage(3, LogLevel.Warning,
            "The process may open {Files} files, fewer than Limits:MaxConnections ({Connections}, for each address of Urls) " +
            "and {Others} for everything else need: raise its limit (LimitNOFILE, ulimit -n) or lower Limits:MaxConnections")]
        public static partial void FewFiles(ILogger logger, long files, int connections, int others);

        [LoggerMessage(4, LogLevel.Warning, "Other users of this machine can read or write {File}: chmod 600 it")]
        public static partial void OpenToOthers(ILogger logger, string file);
    }
}
