using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests.Packages;

/// <summary>The unit of systemd that is shipped, read as systemd reads it.</summary>
internal static class Unit
{
    public static string Path { get; } = Repository.File("packaging/phigros-login.service");

    /// <summary>The values of a setting, in their order.</summary>
    public static IReadOnlyList<string> Values(string name) =>
        [.. File.ReadLines(Path).Where(line => line.StartsWith($"{name}=", StringComparison.Ordinal)).Select(line => line[(name.Length + 1)..])];

    /// <summary>What it puts into the program's environment by itself.</summary>
    public static IEnumerable<(string Name, string Value)> Environment => Values("Environment").Select(line => line.Split('=', 2)).Select(pair => (pair[0], pair[1]));
}
