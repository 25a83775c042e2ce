using PhigrosLogin;

namespace Bot;

/// <summary>Where tokens go: a file that only this user can read. A bot uses its database, and encrypts them first.</summary>
/// <param name="file">The file; <c>-</c> prints them; null keeps none.</param>
internal sealed class TokenStore(string? file)
{
    private readonly Lock _oneAtATime = new();

    /// <summary>Whether tokens are kept at all.</summary>
    public bool IsOn => file is not null;

    public void Add(string player, Region region, Secret token)
    {
        if (file is null) return;
        lock (_oneAtATime)
        {
            using var output = file == "-" ? Console.OpenStandardOutput() : Open(file);
            using var writer = new StreamWriter(output);
            writer.WriteLine($"{player} {region.Name} {token.Reveal()}");
        }
    }

    private static FileStream Open(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(file, options);
    }
}
