using System.Text.RegularExpressions;

namespace PhigrosLogin.Server.Store;

/// <summary>
/// What the setting <c>Store</c> may be. A connection string that is not understood must not become the name of a file:
/// its password would be in a folder's list, and each instance would have a store of its own.
/// </summary>
internal static partial class StoreSetting
{
    /// <summary>What it may be, for the operator.</summary>
    public const string Rule =
        "must be a SQLite file such as /var/lib/phigros-login/logins.db, memory, or a PostgreSQL connection string such as " +
        "Host=db.example;Database=logins;Username=gateway;Password=… or postgresql://gateway:…@db.example/logins";

    /// <summary>The rule that a value breaks, with the reason if there is one; null when it can be used.</summary>
    public static string? ProblemOf(string value)
    {
        if (!PostgresConnection.Describes(value)) return IsPath(value) ? null : Rule;
        return PostgresConnection.ProblemOf(value) is { } reason ? $"{Rule}: {reason}" : null;
    }

    private static bool IsPath(string value)
    {
        if (value.Length == 0 || value.Any(char.IsControl)) return false;
        // An absolute path (C:\ on Windows), or one that says that it is relative, may hold more than a bare name may.
        if (Path.IsPathRooted(value) || ExplicitlyRelative().IsMatch(value))
            return !(value.Contains('=', StringComparison.Ordinal) && value.AsSpan().ContainsAny(";?"));
        return !Scheme().IsMatch(value) && !value.StartsWith("~/", StringComparison.Ordinal) &&
            !value.AsSpan().ContainsAny("=;?'\"");
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]*:")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^\.\.?[/\\]")]
    private static partial Regex ExplicitlyRelative();
}
