using System.Globalization;
using System.Runtime.InteropServices;

namespace PhigrosLogin.Bench.Reporting;

/// <summary>Where the figures come from.</summary>
internal static class Machine
{
    public static string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores of {Line("/proc/cpuinfo", "model name")}, {Memory():0.0} GB, Linux {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}, {RuntimeInformation.FrameworkDescription}");

    /// <summary>How many processes wanted a core in the last minute, on average: what else went on.</summary>
    public static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    private static double Memory() => double.Parse(Line("/proc/meminfo", "MemTotal").Split(' ')[0], CultureInfo.InvariantCulture) / 1024 / 1024;

    private static string Line(string file, string name) =>
        File.ReadLines(file).First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(':', 2)[1].Trim();
}
