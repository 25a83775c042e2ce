using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;

namespace PhigrosLogin.Server;

/// <summary>The plain parts of a web program: where settings come from, what the console shows, how it listens.</summary>
internal static partial class Hosting
{
    private const int RequestLineLimit = 8 * 1024;
    private const int HeaderLimit = 16 * 1024;
    private const int BodyLimit = 16 * 1024;

    private const string SettingsFile = "appsettings.json";

    /// <summary>appsettings.json in the start folder, the environment, the command line; the later wins.</summary>
    /// <exception cref="SettingsException">The file or the command line cannot be read, or a setting is bad.</exception>
    public static GatewayOptions ReadSettings(this ConfigurationManager configuration, string[] args)
    {
        configuration.Sources.Clear();
        configuration.AddSettingsFile();
        configuration.AddEnvironmentVariables("ASPNETCORE_").AddEnvironmentVariables();
        string[] spelled = [.. args.Select(Spelled)];
        configuration.AddCommandLine(spelled);
        return GatewayOptions.Read(configuration, spelled.Select(NameOf));
    }

    /// <summary>The names that the command line gives a value to.</summary>
    public static IEnumerable<string> NamesIn(string[] args) => args.Select(Spelled).Select(NameOf);

    /// <summary>The folder that the program was started in.</summary>
    /// <exception cref="SettingsException">It does not exist any more.</exception>
    public static string WorkingFolder()
    {
        try
        {
            return Environment.CurrentDirectory;
        }
        catch (IOException)
        {
            throw new SettingsException([
                $"The working directory, where {SettingsFile} is looked for, does not exist any more. " +
                "Start the gateway in another one.",
            ]);
        }
    }

    private static void AddSettingsFile(this ConfigurationManager configuration)
    {
        try
        {
            // Not watched: a start folder with many files below it would make the start slow.
            configuration.SetBasePath(WorkingFolder()).AddJsonFile(SettingsFile, optional: true, reloadOnChange: false);
        }
        catch (InvalidDataException broken)
        {
            // NOTE: without the parser's own words, which repeat what it does not understand.
            throw new SettingsException([
                broken.GetBaseException() is JsonException { LineNumber: { } line, BytePositionInLine: { } position }
                ? FormattableString.Invariant($"{SettingsFile} is not valid JSON: line {line + 1}, byte {position + 1}.")
                : $"{SettingsFile} cannot be used: it must be one JSON object, with each name once."]);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"{SettingsFile} in the working directory cannot be read: {unreadable.Message}"]);
        }
    }

    /// <summary>The setting of the log that the framework could not read, or null for another failure.</summary>
    public static string? LogSettingIn(Exception failure, IConfiguration configuration) =>
        failure is InvalidOperationException && UnreadableSetting().Match(failure.Message) is { Success: true } match
            ? configuration.GetSection("Logging").AsEnumerable().Select(setting => setting.Key)
                .FirstOrDefault(name => name.EndsWith($":{match.Groups["path"].Value}", StringComparison.OrdinalIgnoreCase))
            : null;

    // In the words of its binder, which knows the end of the name alone.
    [GeneratedRegex("at '(?<path>[^']+)' to type", RegexOptions.ExplicitCapture)]
    private static partial Regex UnreadableSetting();

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
        builder.Services.RemoveAll<IConnectionListenerFactory>();
        builder.Services.AddSingleton<IConnectionListenerFactory, SocketListeners>();
        builder.Services.AddSingleton<IStartupFilter, FirstRequestLimit.Filter>();
        builder.WebHost.UseUrls([.. options.Urls]);
        // .NET's container images set it to 8080, and every start would warn that Urls outweighs it.
        builder.WebHost.UseSetting(WebHostDefaults.HttpPortsKey, "");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // What is over this many connections is closed at once. The runtime itself raises the limit on open files as far as it may.
            kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
            // Longer than proxies keep a connection for the next request: 60 s in nginx and most balancers.
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
            kestrel.ConfigureEndpointDefaults(FirstRequestLimit.Add);
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(2));
            kestrel.Limits.MaxRequestLineSize = RequestLineLimit;
            kestrel.Limits.MaxRequestHeadersTotalSize = HeaderLimit;
            kestrel.Limits.MaxRequestBodySize = BodyLimit;
        });
    }

    private static string NameOf(string spelled) => spelled[2..spelled.IndexOf('=', StringComparison.Ordinal)];

    // "--sandbox" stands alone where every other setting has a value.
    private static string Spelled(string arg) =>
        arg.Equals("--sandbox", StringComparison.OrdinalIgnoreCase) ? "--Sandbox=true" :
        arg.StartsWith("--", StringComparison.Ordinal) && arg.Contains('=', StringComparison.Ordinal) ? arg :
        throw new SettingsException(["The command line is --sandbox, --sandbox=manual or --Name=value, such as --Urls=http://localhost:8080."]);
}
