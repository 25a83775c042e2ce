namespace PhigrosLogin.Server.Store;

/// <summary>Where logins are kept: the settings <c>Store</c>, <c>DataFolder</c> and <c>StoreKey</c>.</summary>
internal sealed class StoreOptions
{
    /// <summary>The value of <see cref="Store"/> that keeps nothing beyond the process.</summary>
    public const string Memory = "memory";

    /// <summary>The SQLite file, <see cref="Memory"/>, or a PostgreSQL connection string; <c>logins.db</c> in the data folder when null.</summary>
    public string? Store { get; init; }

    /// <summary>Holds the file that <see cref="Store"/> does not name; <c>$STATE_DIRECTORY</c> or a folder of the user's when null.</summary>
    public string? DataFolder { get; init; }

    /// <summary>32 bytes in base64; when null it comes from <c>$CREDENTIALS_DIRECTORY/StoreKey</c> or from the file beside the database.</summary>
    public Secret? StoreKey { get; init; }

    /// <summary>Reads one variable of the environment.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    public bool IsMemory => string.Equals(Store, Memory, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether <see cref="Store"/> is a PostgreSQL connection string. It may hold a password: it is never shown.</summary>
    public bool IsPostgres => Store is not null && PostgresConnection.Describes(Store);

    /// <summary>The full path of the SQLite file.</summary>
    public string File => Path.GetFullPath(Store ?? Path.Combine(DataFolder ?? StateDirectory ?? UsersFolder, "logins.db"));

    /// <summary>Which store this is, for the operator: without user and password.</summary>
    public string Place =>
        IsMemory ? $"{Memory} (lost when the gateway stops)" :
        IsPostgres ? $"PostgreSQL at {PostgresConnection.PlaceOf(PostgresConnection.Read(Store!))}" :
        File;

    // systemd names several folders with colons between them.
    private string? StateDirectory => Environment("STATE_DIRECTORY") is { Length: > 0 } folders ? folders.Split(':')[0] : null;

    private static string UsersFolder =>
        System.Environment.GetFolderPath(System.Environment.SpecialFolder.LocalApplicationData, System.Environment.SpecialFolderOption.DoNotVerify)
            is { Length: > 0 } folder
            ? Path.Combine(folder, "phigros-login")
            : throw new StoreUnavailableException("This user has no folder for data: set DataFolder to a folder that may be written.");
}
