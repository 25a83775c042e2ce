using System.Globalization;
using System.Text;

namespace PhigrosLogin.Server.Telemetry;

/// <summary>
/// Prometheus's text format, version 0.0.4, with OpenTelemetry's names as Prometheus spells them:
/// <c>http.server.request.duration</c> in <c>s</c> is <c>http_server_request_duration_seconds</c>.
/// </summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(IEnumerable<Family> families)
    {
        var text = new StringBuilder();
        foreach (var family in families) Write(text, family);
        return text.ToString();
    }

    private static void Write(StringBuilder text, Family family)
    {
        var unit = family.Unit switch
        {
            "s" => "seconds",
            "By" => "bytes",
            _ => null,
        };
        var name = Spell(family.Name) + (unit is null ? "" : $"_{unit}") + (family.Kind == FamilyKind.Counter ? "_total" : "");
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {family.Description.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\n");
        text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {family.Kind.ToString().ToLowerInvariant()}\n");
        if (unit is not null) text.Append(CultureInfo.InvariantCulture, $"# UNIT {name} {unit}\n");
        foreach (var (tags, series) in family.All)
        {
            var labels = string.Join(',', tags.Select(tag => $"{Spell(tag.Key)}=\"{Escape(tag.Value)}\""));
            if (family.Bounds is { } bounds) WriteHistogram(text, name, labels, bounds, series);
            else WriteLine(text, name, labels, series.Sum);
        }
    }

    private static void WriteHistogram(StringBuilder text, string name, string labels, double[] bounds, Series series)
    {
        var counts = series.Cumulate();
        var before = labels.Length == 0 ? "" : $"{labels},";
        for (var at = 0; at < counts.Length; at++)
        {
            WriteLine(text, $"{name}_bucket", $"{before}le=\"{(at < bounds.Length ? Number(bounds[at]) : "+Inf")}\"", counts[at]);
        }
        WriteLine(text, $"{name}_sum", labels, series.Sum);
        WriteLine(text, $"{name}_count", labels, counts[^1]);
    }

    private static void WriteLine(StringBuilder text, string name, string labels, double value) =>
        text.Append(name).Append(labels.Length == 0 ? "" : $"{{{labels}}}").Append(' ').Append(Number(value)).Append('\n');

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Spell(string name) => string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));

    private static string Escape(object? value) => (value is bool flag ? flag ? "true" : "false" : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
