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

    public static byte[] Load(StoreOptions options)
    {
        if (options.StoreKey is { } setting) return Parse(setting.Reveal(), "The setting StoreKey");
        if (options.IsMemory) return RandomNumberGenerator.GetBytes(Size);
        if (options.Environment("CREDENTIALS_DIRECTORY") is { Length: > 0 } credentials &&
            Path.Combine(credentials, "StoreKey") is var credential && File.Exists(credential)) return Read(credential);
        if (options.IsPostgres) throw new StoreUnavailableException($"With PostgreSQL every instance needs the same StoreKey, and none is set: 'openssl rand -base64 {Size}' makes one.");

        var file = Path.Combine(Path.GetDirectoryName(options.File)!, FileName);
        if (!File.Exists(file)) Make(file);
        return Read(file);
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

    private static byte[] Parse(string text, string where)
    {
        var key = new byte[Size + 1];
        return Convert.TryFromBase64String(text.Trim(), key, out var length) && length == Size
            ? key[..Size]
            : throw new StoreUnavailableException($"{where} must be exactly {Size} bytes in base64 (StoreKey); 'openssl rand -base64 {Size}' makes one.");
    }
}
