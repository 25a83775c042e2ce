namespace PhigrosLogin.Tests.Soak;

/// <summary>The log of a gateway, counted.</summary>
internal static class SoakConsole
{
    public static readonly IReadOnlyList<string> Levels = ["info", "warn", "fail", "crit"];

    public static int Count(string console, string level) => Lines(console).Count(line => line.Contains($"{level}:", StringComparison.Ordinal));

    /// <summary>What an operator would be woken up for, but that PostgreSQL was away, which it was.</summary>
    public static IEnumerable<string> Alarms(string console) => Lines(console).Where(line =>
        line.Contains("crit:", StringComparison.Ordinal) ||
        (line.Contains("fail:", StringComparison.Ordinal) && !line.Contains("could not be removed from the store", StringComparison.Ordinal)));

    private static string[] Lines(string console) => console.Split('\n');
}
