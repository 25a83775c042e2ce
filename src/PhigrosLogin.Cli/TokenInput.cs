using PhigrosLogin.Cloud;

namespace PhigrosLogin.Cli;

/// <summary>A session token from stdin or a file; what is typed at a terminal is not shown.</summary>
internal static class TokenInput
{
    private const int LongestInput = 4096; // characters; a token has 25

    /// <exception cref="EndingException">There is none.</exception>
    public static async Task<Secret> ReadAsync(string? file, Words words, Action<string> prompt, CancellationToken cancellationToken)
    {
        var text = file is not null ? ReadFile(file, words)
            : Console.IsInputRedirected ? await ReadPipeAsync(cancellationToken)
            : await TypedAsync(words, prompt, cancellationToken);
        return GameCloudClient.IsSessionToken(text.Trim()) ? new Secret(text.Trim()) : throw new EndingException(ExitCode.Usage, words.BadToken);
    }

    private static string ReadFile(string file, Words words)
    {
        try
        {
            return Read(File.OpenRead(file));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new EndingException(ExitCode.Usage, words.NoFile);
        }
    }

    // A pipe cannot be cancelled, but nobody has to wait for it.
    private static Task<string> ReadPipeAsync(CancellationToken cancellationToken) =>
        Task.Run(() => Read(Console.OpenStandardInput()), CancellationToken.None).WaitAsync(cancellationToken);

    // One reader for both, which passes over the byte order mark that editors and shells of Windows write.
    private static string Read(Stream input)
    {
        using var reader = new StreamReader(input);
        var buffer = new char[LongestInput];
        return new string(buffer, 0, reader.ReadBlock(buffer));
    }

    private static async Task<string> TypedAsync(Words words, Action<string> prompt, CancellationToken cancellationToken)
    {
        prompt(words.AskToken);
        var typed = await Task.Run(Type, CancellationToken.None).WaitAsync(cancellationToken);
        prompt(Environment.NewLine);
        return typed;
    }

    private static string Type()
    {
        var text = "";
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
            text = key.Key == ConsoleKey.Backspace ? text[..^Math.Min(1, text.Length)] : text.Length < LongestInput ? text + key.KeyChar : text;
        return text;
    }
}
