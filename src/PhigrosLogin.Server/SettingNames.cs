using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace PhigrosLogin.Server;

/// <summary>The names that settings have, and which of them a mistyped one resembles.</summary>
internal sealed class SettingNames(IReadOnlySet<string> known)
{
    // The framework reads what is below it; JSON editors know the schema of a file by the other.
    private const string Logging = "Logging:";
    private const string Schema = "$schema";

    private readonly HashSet<string> _sections = new(
        known.Where(name => name.Contains(':', StringComparison.Ordinal))
            .Select(name => name.Split(':')[0])
            .Where(section => $"{section}:" != Logging),
        StringComparer.OrdinalIgnoreCase);

    public bool Has(string name) =>
        known.Contains(name) || name.StartsWith(Logging, StringComparison.OrdinalIgnoreCase) || name == Schema;

    /// <summary>Whether a name begins with that of a section, such as <c>Limits:</c>.</summary>
    public bool IsBelowSection(string name) =>
        name.Contains(':', StringComparison.Ordinal) && _sections.Contains(name.Split(':')[0]);

    /// <summary>
    /// The setting that an unknown name resembles, or null: the same letters with other signs between them, or a letter or
    /// two off.
    /// </summary>
    public string? Nearest(string name)
    {
        var letters = Letters(name);
        return known.Select(candidate => (Name: candidate, Letters: Letters(candidate)))
            .Select(candidate => (candidate.Name, candidate.Letters, Distance: Distance(letters, candidate.Letters)))
            .Where(candidate => candidate.Distance <= MostFor(candidate.Letters.Length))
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    // A short name is a letter away from many words, as Urls is from URL.
    private static int MostFor(int length) => length < 6 ? 0 : length < 9 ? 1 : 2;

    private static string Letters(string name) =>
        string.Concat(name.Where(letter => letter == ':' || char.IsLetterOrDigit(letter))).ToLowerInvariant();

    // Levenshtein's: letters that are missing, too many or others.
    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 2) return int.MaxValue;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}

/// <summary>The names that somebody wrote a value for, by where they stand.</summary>
internal sealed class WrittenNames(IConfiguration configuration)
{
    public IEnumerable<string> InFiles => Names<JsonConfigurationProvider>();

    public IEnumerable<string> InEnvironment => Names<EnvironmentVariablesConfigurationProvider>();

    private IEnumerable<string> Names<T>()
        where T : IConfigurationProvider =>
        configuration is IConfigurationRoot root
            ? root.Providers.OfType<T>().SelectMany(provider => Below(provider, null))
            : [];

    private static IEnumerable<string> Below(IConfigurationProvider provider, string? parent)
    {
        foreach (var key in provider.GetChildKeys([], parent).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var name = parent is null ? key : ConfigurationPath.Combine(parent, key);
            if (provider.TryGet(name, out var value) && !string.IsNullOrEmpty(value)) yield return name;
            foreach (var child in Below(provider, name)) yield return child;
        }
    }
}
