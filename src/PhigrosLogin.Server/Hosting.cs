using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Console;

namespace PhigrosLogin.Server;

/// <summary>The plain parts of a web program: where settings come from, what the console shows, how it listens.</summary>
internal static class Hosting
{
    private const int RequestLineLimit = 8 * 1024;
    private const int HeaderLimit = 16 * 1024;
    private const int BodyLimit = 16 * 1024;

    /// <summary>appsettings.json in the start folder, the environment, the command line; the later wins.</summary>
    /// <exception cref="SettingsException">The file is no JSON, the command line cannot be read, or a setting is bad.</exception>
    public static GatewayOptions ReadSettings(this ConfigurationManager configuration, string[] args)
    {
        try
        {
            configuration.Sources.Clear();
            // Not watched: a start folder with many files below it would make the start slow.
            configuration.SetBasePath(Environment.CurrentDirectory).AddJsonFile("appsettings.json", optional: true, reloadOnChange: false);
            configuration.AddEnvironmentVariables("ASPNETCORE_").AddEnvironmentVariables();
            string[] spelled = [.. args.Select(Spelled)];
            configuration.AddCommandLine(spelled);
            return GatewayOptions.Read(configuration, spelled.Select(arg => arg[2..arg.IndexOf('=', StringComparison.Ordinal)]));
        }
        catch (InvalidDataException broken)
        {
            throw new SettingsException([$"appsettings.json cannot be read: {broken.InnerException?.Message ?? broken.Message}"]);
        }
    }

    public static void AddConsole(this WebApplicationBuilder builder)
    {
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // What keeps the program from starting is said once, by Program.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        // Before AddConsole, so that Logging:Console:FormatterOptions has the last word.
        builder.Services.Configure<SimpleConsoleFormatterOptions>(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ssZ ";
            console.UseUtcTimestamp = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        builder.Services.Configure<JsonConsoleFormatterOptions>(console =>
        {
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            console.UseUtcTimestamp = true;
        });
        builder.Logging.AddConsole();
    }

    /// <summary>The listener, with little patience for callers who send slowly and little room for what they send.</summary>
    public static void AddListener(this WebApplicationBuilder builder, GatewayOptions options)
    {
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseUrls([.. options.Urls]);
        // .NET's container images set it to 8080, and every start would warn that Urls outweighs it.
        builder.WebHost.UseSetting(WebHostDefaults.HttpPortsKey, "");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // What is over this many connections is closed at once. The runtime itself raises the limit on open files as far as it may.
            kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(2));
            kestrel.Limits.MaxRequestLineSize = RequestLineLimit;
            kestrel.Limits.MaxRequestHeadersTotalSize = HeaderLimit;
            kestrel.Limits.MaxRequestBodySize = BodyLimit;
        });
    }

    // "--sandbox" stands alone where every other setting has a value.
    private static string Spelled(string arg) =>
        arg.Equals("--sandbox", StringComparison.OrdinalIgnoreCase) ? "--Sandbox=true" :
        arg.StartsWith("--", StringComparison.Ordinal) && arg.Contains('=', StringComparison.Ordinal) ? arg :
        throw new SettingsException(["The command line is --sandbox, --sandbox=manual or --Name=value, such as --Urls=http://localhost:8080."]);
}
