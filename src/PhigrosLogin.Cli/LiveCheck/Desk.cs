using PhigrosLogin.Pictures;

namespace PhigrosLogin.Cli.LiveCheck;

/// <summary>The person's side of a live check: what is shown, what is asked, and how waiting works.</summary>
internal sealed class Desk(TextWriter output, TimeProvider time)
{
    public TimeProvider Time => time;

    /// <summary>Where answers come from; null without a terminal, and then nothing is asked.</summary>
    public TextReader? Input { get; init; }

    /// <summary>How a QR code is drawn.</summary>
    public TextStyle Style { get; init; } = TextStyle.Dark;

    /// <summary>How to wait: by the clock, unless a test moves it.</summary>
    public Func<TimeSpan, CancellationToken, Task> WaitAsync { get; init; } =
        (span, cancellationToken) => Task.Delay(span, time, cancellationToken);

    public async Task SayAsync(string line = "")
    {
        await output.WriteLineAsync(line);
        await output.FlushAsync(CancellationToken.None);
    }

    public async Task ShowAsync(string link)
    {
        await output.WriteLineAsync(link);
        if (Input is not null) await output.WriteAsync(new QrPicture(link).Text(Style));
        await output.FlushAsync(CancellationToken.None);
    }

    /// <summary>A question with yes and no; the usual answer without a terminal.</summary>
    public async Task<bool> AskAsync(string question, bool usual, CancellationToken cancellationToken)
    {
        if (Input is null) return usual;
        await output.WriteAsync($"{question} {(usual ? "[Y/n]" : "[y/N]")} ");
        await output.FlushAsync(CancellationToken.None);
        // A read from the terminal cannot be cancelled, but Ctrl-C must not wait for it.
        var answer = (await Task.Run(Input.ReadLine, CancellationToken.None).WaitAsync(cancellationToken))?.Trim();
        return answer is { Length: > 0 } ? answer[0] is 'y' or 'Y' : usual && answer is not null;
    }
}
