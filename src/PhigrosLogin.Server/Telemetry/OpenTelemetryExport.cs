using System.Diagnostics;
using System.Runtime.CompilerServices;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace PhigrosLogin.Server.Telemetry;

/// <summary>
/// Sends traces and measurements to a collector, when OpenTelemetry's own environment variables say where. Without them
/// nothing of OpenTelemetry is loaded.
/// </summary>
internal sealed class OpenTelemetryExport : IDisposable
{
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    private const int LastWords = 1000; // milliseconds

    private readonly TracerProvider? _traces;
    private readonly MeterProvider? _metrics;

    private OpenTelemetryExport(bool traces, bool metrics)
    {
#pragma warning disable CA2000 // the provider disposes of its processors
        if (traces)
        {
            _traces = Sdk.CreateTracerProviderBuilder().ConfigureResource(Describe)
                .AddSource("Microsoft.AspNetCore", "System.Net.Http")
                .AddProcessor(new WithoutQueries())
                .AddOtlpExporter(options => Choose(options, "TRACES"))
                .Build();
        }
#pragma warning restore CA2000
        if (metrics)
        {
            _metrics = Sdk.CreateMeterProviderBuilder().ConfigureResource(Describe)
                .AddMeter("PhigrosLogin", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime")
                .AddOtlpExporter((options, _) => Choose(options, "METRICS"))
                .Build();
        }
    }

    /// <summary>Begins to send, if the environment asks for it.</summary>
    /// <returns>Null when nobody asks.</returns>
    public static IDisposable? StartIfAsked()
    {
        if (string.Equals(Read("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase)) return null;
        var (traces, metrics) = (IsAsked("TRACES"), IsAsked("METRICS"));
        return traces || metrics ? Start(traces, metrics) : null;
    }

    public void Dispose()
    {
        // A collector that does not answer must not hold up the end of the program.
        _traces?.Shutdown(LastWords);
        _metrics?.Shutdown(LastWords);
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    // On its own, so that the packages are loaded when this is called and not before.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static OpenTelemetryExport Start(bool traces, bool metrics) => new(traces, metrics);

    private static bool IsAsked(string signal) =>
        Read($"OTEL_{signal}_EXPORTER") is null or "otlp" && (Read("OTEL_EXPORTER_OTLP_ENDPOINT") ?? Read($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT")) is not null;

    // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES have the last word.
    private static void Describe(ResourceBuilder resource) => resource.Clear()
        .AddService("phigros-login", serviceVersion: typeof(OpenTelemetryExport).Assembly.GetName().Version?.ToString(3))
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();

    // NOTE: this package's own default is gRPC; OpenTelemetry's is protobuf over plain HTTP.
    private static void Choose(OtlpExporterOptions options, string signal)
    {
        if ((Read($"OTEL_EXPORTER_OTLP_{signal}_PROTOCOL") ?? Read(Protocol)) is null) options.Protocol = OtlpExportProtocol.HttpProtobuf;
    }

    private static string? Read(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    /// <summary>What follows the path of an upstream's address is nobody's business; the framework hides it too, unless told not to.</summary>
    private sealed class WithoutQueries : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            if (data.GetTagItem("url.full") is string url) data.SetTag("url.full", url.Split('?')[0]);
        }
    }
}
