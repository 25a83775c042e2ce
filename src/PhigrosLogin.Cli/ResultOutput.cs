namespace PhigrosLogin.Cli;

/// <summary>Where results are written: to stdout, and a token that finds no room there to the person.</summary>
/// <param name="writer">stdout.</param>
/// <param name="test">Fails if it cannot be written, see <see cref="ResultStream.Test"/>.</param>
/// <param name="screen">Where the person looks.</param>
/// <param name="words">In which language.</param>
internal sealed class ResultOutput(TextWriter writer, Action test, Screen screen, Words words)
{
    public TextWriter Writer => writer;

    /// <summary>For what must not happen before it is known that its result can be written.</summary>
    /// <exception cref="EndingException">It cannot.</exception>
    public void Test()
    {
        try
        {
            test();
        }
        catch (IOException failure)
        {
            throw new EndingException(ExitCode.Output, words.CannotWrite(failure.Message));
        }
    }

    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string line) => writer.WriteLine(line);

    /// <summary>Writes a result that comes once.</summary>
    /// <param name="line">The result.</param>
    /// <param name="token">The token in it.</param>
    /// <exception cref="EndingException">It cannot be written, and the token was shown instead.</exception>
    public void WriteToken(string line, string token)
    {
        try
        {
            Write(line);
        }
        catch (IOException failure)
        {
            screen.ShowToken(token);
            throw new EndingException(ExitCode.Output, words.TokenShown(failure.Message));
        }
    }
}
