using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace PhigrosLogin.Server.Store;

/// <summary>
/// Reads <c>postgresql://user:password@host:5432/database?sslmode=require</c>, the form of libpq that hosting companies
/// use and Npgsql does not read (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS).
/// </summary>
internal static partial class PostgresUrl
{
    // libpq's names on the left. What is missing here and is no keyword of Npgsql's with _ for spaces is refused.
    private static readonly Dictionary<string, string> Keywords = new(StringComparer.Ordinal)
    {
        ["connect_timeout"] = "Timeout",
        ["currentSchema"] = "Search Path",
        ["dbname"] = "Database",
        ["fallback_application_name"] = "Application Name",
        ["keepalives"] = "TCP Keepalive",
        ["keepalives_idle"] = "TCP Keepalive Time",
        ["keepalives_interval"] = "TCP Keepalive Interval",
        ["krbsrvname"] = "Kerberos Service Name",
        ["load_balance_hosts"] = "Load Balance Hosts",
        ["schema"] = "Search Path",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslmode"] = "SSL Mode",
        ["sslnegotiation"] = "SSL Negotiation",
        ["sslpassword"] = "SSL Password",
        ["sslrootcert"] = "Root Certificate",
        ["target_session_attrs"] = "Target Session Attributes",
        ["user"] = "Username",
    };

    private static readonly Dictionary<(string Name, string Value), string> Values = new()
    {
        [("load_balance_hosts", "disable")] = "false",
        [("load_balance_hosts", "random")] = "true",
        [("keepalives", "0")] = "false",
        [("keepalives", "1")] = "true",
        [("sslmode", "verify-ca")] = "VerifyCA",
        [("sslmode", "verify-full")] = "VerifyFull",
        // The machine's own list of authorities, which is also what counts when none is named.
        [("sslrootcert", "system")] = "",
    };

    public static bool Is(string text) =>
        text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) ||
        text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="UnreadableConnectionException">It cannot be used.</exception>
    public static NpgsqlConnectionStringBuilder Read(string text)
    {
        if (Form().Match(text) is not { Success: true } match)
            throw new UnreadableConnectionException(
                "its user, password or host cannot be told apart; write %40 for @ and %2F for / in a password");
        var connection = new NpgsqlConnectionStringBuilder();
        if (match.Groups["hosts"].Value is { Length: > 0 } hosts) SetHosts(connection, hosts);
        SetIfNamed("Username", match.Groups["user"]);
        SetIfNamed("Password", match.Groups["password"]);
        SetIfNamed("Database", match.Groups["database"]);
        foreach (var pair in match.Groups["query"].Value.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) =
                pair.Split('=', 2) is [var left, var right] ? (left, Uri.UnescapeDataString(right)) : (pair, "");
            var keyword = Keywords.GetValueOrDefault(name, name.Replace('_', ' '));
            var meant = Values.GetValueOrDefault((name, value), value);
            if (meant.Length > 0 || !connection.ContainsKey(keyword)) PostgresConnection.Set(connection, keyword, meant, name);
        }
        return connection;

        void SetIfNamed(string keyword, Group part)
        {
            if (part.Length > 0) PostgresConnection.Set(connection, keyword, Uri.UnescapeDataString(part.Value), null);
        }
    }

    // Npgsql wants several hosts with their ports in one text.
    private static void SetHosts(NpgsqlConnectionStringBuilder connection, string hosts)
    {
        var matches = hosts.Split(',').Select(host => Host().Match(Uri.UnescapeDataString(host))).ToList();
        if (matches.Exists(host => !host.Success)) throw new UnreadableConnectionException("its host or port is none");
        if (matches is [var only])
        {
            connection.Host = only.Groups["name"].Value;
            if (only.Groups["port"] is { Length: > 0 } port) connection.Port = PortOf(port.Value);
            return;
        }
        connection.Host = string.Join(',', matches.Select(host => host.Groups["port"] is { Length: > 0 } port
            ? FormattableString.Invariant($"{host.Groups["name"].Value}:{PortOf(port.Value)}")
            : host.Groups["name"].Value));
    }

    private static int PortOf(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
            ? port
            : throw new UnreadableConnectionException("its port is none");

    // A password may hold an @ that should have been %40: the last one before the host counts.
    [GeneratedRegex(
        @"^postgres(ql)?://((?<user>[^:@/?]*)(:(?<password>[^/?]*))?@)?" +
        @"(?<hosts>[^/?@]*)(/(?<database>[^?]*))?(\?(?<query>.*))?$",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Form();

    // A name, an address, one of IPv6 in brackets, or the folder of a Unix socket.
    [GeneratedRegex(
        @"^(?<name>\[[0-9A-Fa-f:.]+\]|[\w.-]+|/[^:=\s]+)(:(?<port>\d{1,5}))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Host();
}
