using System.Net.Sockets;
using Npgsql;

namespace PhigrosLogin.Server.Store;

/// <summary>Reads the setting <c>Store</c> where it means PostgreSQL. It holds a password, so no complaint repeats any of it.</summary>
internal static class PostgresConnection
{
    /// <summary>Whether a text is meant for PostgreSQL: <c>Host=…;Database=…</c> or <c>postgresql://user:password@host/database</c>.</summary>
    public static bool Describes(string text) =>
        IsUrl(text) || text.Split(';').Any(part => part.Split('=')[0].Trim().Equals("Host", StringComparison.OrdinalIgnoreCase) && part.Contains('=', StringComparison.Ordinal));

    /// <summary>Whether <see cref="Read"/> can make sense of it.</summary>
    public static bool IsReadable(string text)
    {
        try
        {
            Read(text);
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    /// <exception cref="StoreUnavailableException">It is invalid.</exception>
    public static NpgsqlConnectionStringBuilder Read(string text)
    {
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(IsUrl(text) ? Translate(new Uri(text)) : text);
            // What hangs is found out in seconds, and some instances fit into a PostgreSQL with its default of 100 connections.
            if (!connection.ShouldSerialize("Timeout")) connection.Timeout = 5;
            if (!connection.ShouldSerialize("Command Timeout")) connection.CommandTimeout = 5;
            if (!connection.ShouldSerialize("Maximum Pool Size")) connection.MaxPoolSize = 25;
            if (!connection.ShouldSerialize("Keepalive")) connection.KeepAlive = 15;
            if (!connection.ShouldSerialize("Application Name")) connection.ApplicationName = "PhigrosLogin";
            return connection;
        }
        catch (Exception bad) when (bad is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException or OverflowException)
        {
            throw new StoreUnavailableException("Store is no usable PostgreSQL connection string.");
        }
    }

    /// <summary>Why PostgreSQL cannot be used, for the operator.</summary>
    public static StoreUnavailableException Explain(Exception trouble, NpgsqlConnectionStringBuilder connection)
    {
        var where = FormattableString.Invariant($"The PostgreSQL store at {connection.Host}:{connection.Port}");
        return trouble switch
        {
            PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
                new($"{where} refuses the user or the password that Store names."),
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => new($"{where} has no database of the name in Store: create it first (createdb)."),
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.InvalidSchemaName } =>
                new($"{where} does not let this user make tables: let the user own the database, or grant CREATE on its schema."),
            PostgresException other => new($"{where} cannot be used (SQLSTATE {other.SqlState})."),
            NpgsqlException { InnerException: SocketException socket } => new($"{where} does not answer: {socket.SocketErrorCode}. Start it, or set Store to another."),
            _ => new($"{where} cannot be used ({(trouble.InnerException ?? trouble).GetType().Name})."),
        };
    }

    private static bool IsUrl(string text) =>
        text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    // Npgsql reads its own form only; this one is what hosting companies hand out.
    private static string Translate(Uri url)
    {
        var user = url.UserInfo.Split(':', 2);
        var connection = new NpgsqlConnectionStringBuilder { Host = url.Host };
        if (url.Port > 0) connection.Port = url.Port;
        if (user[0].Length > 0) connection.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1) connection.Password = Uri.UnescapeDataString(user[1]);
        if (url.AbsolutePath.Length > 1) connection.Database = Uri.UnescapeDataString(url.AbsolutePath[1..]);
        foreach (var option in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = (option.Split('=')[0], Uri.UnescapeDataString(option[(option.IndexOf('=', StringComparison.Ordinal) + 1)..]));
            if (name == "sslmode") connection.SslMode = Enum.Parse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
            else connection[name.Replace('_', ' ')] = value;
        }
        return connection.ToString();
    }
}
