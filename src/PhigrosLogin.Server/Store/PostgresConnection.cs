using System.Data.Common;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using Npgsql;

namespace PhigrosLogin.Server.Store;

/// <summary>
/// Reads the setting <c>Store</c> where it means PostgreSQL. It holds a password, so no message repeats any of it but the
/// name of a parameter.
/// </summary>
internal static partial class PostgresConnection
{
    /// <summary>
    /// Whether a text is meant for PostgreSQL: <c>Host=…;Database=…</c>, also with <c>Server</c>, or
    /// <c>postgresql://user:password@host/database</c>.
    /// </summary>
    public static bool Describes(string text) => PostgresUrl.Is(text) || text.Split(';').Any(NamesHost);

    /// <summary>Why <see cref="Read"/> cannot use a text, or null: the reason without a full stop.</summary>
    public static string? ProblemOf(string text)
    {
        try
        {
            Parse(text);
            return null;
        }
        catch (UnreadableConnectionException unreadable)
        {
            return unreadable.Message;
        }
    }

    /// <exception cref="StoreUnavailableException">It is invalid.</exception>
    public static NpgsqlConnectionStringBuilder Read(string text)
    {
        try
        {
            return Parse(text);
        }
        catch (UnreadableConnectionException unreadable)
        {
            throw new StoreUnavailableException($"Store is no usable PostgreSQL connection string: {unreadable.Message}.");
        }
    }

    /// <summary>Host and database, without user and password.</summary>
    public static string PlaceOf(NpgsqlConnectionStringBuilder connection) =>
        connection.Database is { Length: > 0 } database ? $"{HostOf(connection)}/{database}" : HostOf(connection);

    /// <summary>Why PostgreSQL cannot be used, for the operator.</summary>
    public static StoreUnavailableException Explain(Exception trouble, NpgsqlConnectionStringBuilder connection)
    {
        var where = $"The PostgreSQL store at {HostOf(connection)}";
        return trouble switch
        {
            PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
                new($"{where} refuses the user or the password that Store names."),
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => new($"{where} has no database of the name in Store: create it first (createdb)."),
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.InvalidSchemaName } =>
                new($"{where} does not let this user make tables: let the user own the database, or grant CREATE on its schema."),
            PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => new(
                $"{where} allows no more connections for the user in Store: a gateway needs at least 2, and uses up to " +
                $"{FormattableString.Invariant($"{connection.MaxPoolSize}")} (Maximum Pool Size in Store)."),
            PostgresException other => new($"{where} cannot be used (SQLSTATE {other.SqlState})."),
            NpgsqlException { InnerException: SocketException socket } => new($"{where} does not answer: {socket.SocketErrorCode}. Start it, or set Store to another."),
            NpgsqlException { InnerException: AuthenticationException } => new(
                $"{where} shows a TLS certificate that is not trusted, or of another name: set Root Certificate " +
                "(sslrootcert) in Store to the authority that issued it."),
            _ => new($"{where} cannot be used ({(trouble.InnerException ?? trouble).GetType().Name})."),
        };
    }

    /// <summary>Sets one parameter by Npgsql's keyword.</summary>
    /// <exception cref="UnreadableConnectionException">There is no such parameter, or it cannot have this value.</exception>
    internal static void Set(NpgsqlConnectionStringBuilder connection, string keyword, string value, string? shownName)
    {
        var isNamed = shownName is not null && ParameterName().IsMatch(shownName);
        if (!connection.ContainsKey(keyword))
        {
            throw new UnreadableConnectionException(
                isNamed ? $"it has no parameter {shownName}" : "one of its parameters does not exist");
        }
        try
        {
            connection[keyword] = value;
        }
        catch (Exception bad) when (bad is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            throw new UnreadableConnectionException(
                $"its parameter {(isNamed ? shownName : keyword)} has a value that it cannot have");
        }
    }

    private static NpgsqlConnectionStringBuilder Parse(string text)
    {
        var connection = PostgresUrl.Is(text) ? PostgresUrl.Read(text) : ReadPairs(text);
        // What hangs is found out in seconds, and some instances fit into a PostgreSQL with its default of 100 connections.
        if (!connection.ShouldSerialize("Timeout")) connection.Timeout = 5;
        if (!connection.ShouldSerialize("Command Timeout")) connection.CommandTimeout = 5;
        if (!connection.ShouldSerialize("Maximum Pool Size")) connection.MaxPoolSize = 25;
        if (!connection.ShouldSerialize("Keepalive")) connection.KeepAlive = 15;
        if (!connection.ShouldSerialize("Application Name")) connection.ApplicationName = "PhigrosLogin";
        // Hosting companies write it to a single host as well, where Npgsql refuses it: there is nothing to choose.
        if (connection.Host?.Contains(',', StringComparison.Ordinal) != true) connection.TargetSessionAttributes = null;
        RequireUsable(connection);
        return connection;
    }

    private static NpgsqlConnectionStringBuilder ReadPairs(string text)
    {
        DbConnectionStringBuilder pairs;
        try
        {
            pairs = new DbConnectionStringBuilder { ConnectionString = text };
        }
        catch (ArgumentException)
        {
            throw new UnreadableConnectionException("its parameters cannot be told apart");
        }
        var connection = new NpgsqlConnectionStringBuilder();
        var isPasswordSeen = false;
        foreach (string name in pairs.Keys)
        {
            // NOTE: what follows a password may be the rest of one that holds a semicolon.
            Set(connection, name, (string)pairs[name], isPasswordSeen ? null : name);
            isPasswordSeen |= name.ToUpperInvariant() is "PASSWORD" or "PWD" or "PSW";
        }
        return connection;
    }

    private static void RequireUsable(NpgsqlConnectionStringBuilder connection)
    {
        if (string.IsNullOrEmpty(connection.Host)) throw new UnreadableConnectionException("it names no host");
        // libpq's form has spaces between its parameters; read as this one, all of it would be the host, password included.
        if (connection.Host.Any(letter => letter is '=' or '@' || char.IsWhiteSpace(letter) || char.IsControl(letter)))
            throw new UnreadableConnectionException("its host is none; write a semicolon between two parameters");
        if (connection.Database is { } database && database.Any(letter => letter == '=' || char.IsControl(letter)))
            throw new UnreadableConnectionException("its database is none; write a semicolon between two parameters");
        // One connection listens for notifications for as long as the gateway runs.
        if (connection is { Pooling: true, MaxPoolSize: < 2 })
            throw new UnreadableConnectionException("its Maximum Pool Size must be at least 2");
        foreach (var file in (string?[])[connection.RootCertificate, connection.SslCertificate, connection.SslKey])
        {
            if (file is { Length: > 0 } && !File.Exists(file))
                throw new UnreadableConnectionException("a certificate or key that it names is no file");
        }
        try
        {
            new NpgsqlDataSourceBuilder(connection.ToString()).Build().Dispose();
        }
        catch (Exception bad) when (bad is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            throw new UnreadableConnectionException("its parameters do not go together");
        }
    }

    private static string HostOf(NpgsqlConnectionStringBuilder connection) =>
        connection.Host!.Contains(',', StringComparison.Ordinal)
            ? connection.Host
            : FormattableString.Invariant($"{connection.Host}:{connection.Port}");

    private static bool NamesHost(string pair) =>
        pair.Split('=', 2) is [var name, _] && name.Trim().ToUpperInvariant() is ("HOST" or "SERVER");

    [GeneratedRegex("^[A-Za-z][A-Za-z _]{0,39}$")]
    private static partial Regex ParameterName();
}

/// <summary>A connection string cannot be used; the message is the reason, without a full stop.</summary>
internal sealed class UnreadableConnectionException(string reason) : Exception(reason);
