namespace PhigrosLogin.LiveCheck;

/// <summary>Where the person sits: what they read, what they are asked, and how long they are made to wait.</summary>
internal sealed class Desk(TextWriter output, TimeProvider time)
{
    public TimeProvider Time => time;

    /// <summary>Where answers come from; null where there is nobody to ask.</summary>
    public TextReader? Input { get; init; }

    /// <summary>How to wait; by the clock unless somebody moves it.</summary>
    public Func<TimeSpan, CancellationToken, Task> WaitAsync { get; init; } = (span, cancellationToken) => Task.Delay(span, time, cancellationToken);

    public Task SayAsync(string line = "") => output.WriteLineAsync(line);

    /// <summary>A question with yes and no, or the usual answer where there is nobody to ask.</summary>
    public async Task<bool> AskAsync(string question, bool usual)
    {
        if (Input is null) return usual;
        await output.WriteAsync($"{question} {(usual ? "[Y/n]" : "[y/N]")} ");
        var answer = (await Input.ReadLineAsync())?.Trim();
        return answer is { Length: > 0 } ? answer[0] is 'y' or 'Y' : usual && answer is not null;
    }
}
