using System.Security.Cryptography;

namespace PhigrosLogin.Server.Store;

/// <summary>
/// Finds the 32 bytes that all seals are derived from: the setting <c>StoreKey</c>, else the credential
/// <c>$CREDENTIALS_DIRECTORY/StoreKey</c>, else <c>store.key</c> beside the SQLite file, which is made when it is absent
/// (with PostgreSQL there is no such file). In all three places it is written in base64.
/// </summary>
internal static class StoreKey
{
    public const string FileName = "store.key";
    private const int Size = 32;

    /// <summary>What the setting may be, for the operator.</summary>
    public const string Rule = "must be 32 random bytes in base64, as 'openssl rand -base64 32' prints them";

    private const string CredentialName = "StoreKey";

    public static byte[] Load(StoreOptions options)
    {
        if (options.StoreKey is { } setting) return Parse(setting.Reveal(), "The setting StoreKey");
        if (options.IsMemory) return RandomNumberGenerator.GetBytes(Size);
        if (CredentialFile(options) is { } credential) return Read(credential);
        if (options.IsPostgres) throw new StoreUnavailableException($"With PostgreSQL every instance needs the same StoreKey, and none is set: 'openssl rand -base64 {Size}' makes one.");

        var file = KeyFile(options);
        if (!File.Exists(file)) Make(file);
        return Read(file);
    }

    /// <summary>Where <see cref="Load"/> finds the key, for the operator; null in memory, where it is made for one run.</summary>
    public static string? PlaceOf(StoreOptions options) =>
        options.StoreKey is not null ? "the setting StoreKey" :
        options.IsMemory ? null :
        CredentialFile(options) ?? KeyFile(options);

    /// <summary>Whether a text is a key.</summary>
    public static bool Is(string text) => TryParse(text) is not null;

    private static string KeyFile(StoreOptions options) => Path.Combine(Path.GetDirectoryName(options.File)!, FileName);

    private static string? CredentialFile(StoreOptions options)
    {
        if (options.Environment("CREDENTIALS_DIRECTORY") is not { Length: > 0 } folder) return null;
        var file = Path.Combine(folder, CredentialName);
        if (File.Exists(file)) return file;
        // NOTE: a credential that is there and not understood must not lead to a new key beside the database.
        var isMeant = Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder)
            .Any(entry => Path.GetFileName(entry).Equals(CredentialName, StringComparison.OrdinalIgnoreCase));
        return isMeant
            ? throw new StoreUnavailableException($"The store key must be a file of the name {CredentialName} in {folder}.")
            : null;
    }

    // Complete and on the disk before it gets its name: half a key, or one that a power cut takes back, would cost every row.
    private static void Make(string file)
    {
        var draft = $"{file}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        using (var stream = PrivateFiles.Open(draft, FileMode.CreateNew))
        using (var writer = new StreamWriter(stream))
        {
            writer.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Size)));
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }
        try
        {
            File.Move(draft, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            // A gateway with another database in the same folder was quicker: its key serves both.
            File.Delete(draft);
        }
    }

    private static byte[] Read(string file) => Parse(File.ReadAllText(file), $"The store key in {file}");

    private static byte[] Parse(string text, string where) => TryParse(text) ??
        throw new StoreUnavailableException(
            $"{where} must be exactly {Size} random bytes in base64 (StoreKey); 'openssl rand -base64 {Size}' makes one.");

    private static byte[]? TryParse(string text)
    {
        var key = new byte[Size + 1];
        if (!Convert.TryFromBase64String(text.Trim(), key, out var length) || length != Size) return null;
        // All zeros, or another byte 32 times, is a placeholder.
        return key.AsSpan(0, Size).ContainsAnyExcept(key[0]) ? key[..Size] : null;
    }
}
