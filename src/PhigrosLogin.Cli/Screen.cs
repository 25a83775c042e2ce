using System.Globalization;
using PhigrosLogin.Pictures;

namespace PhigrosLogin.Cli;

/// <summary>
/// What a person sees, on stderr. On a terminal: the link, the QR code in colours of its own, and one line that counts down.
/// Elsewhere: plain text, and a line for each change.
/// </summary>
internal sealed class Screen(TextWriter words, bool isTerminal, Words say, TimeProvider time) : IDisposable
{
    private const string ToTheLinesStart = "\r\e[K";

    private readonly Lock _lock = new();
    private ITimer? _everySecond;
    private string _link = "";
    private DateTimeOffset _end;
    private string? _status;
    private bool _counts;
    private bool _isLineOpen;

    /// <summary>Shows a code, once; a code that takes its place is shown below it.</summary>
    /// <exception cref="IOException">Nobody can see it.</exception>
    public void ShowCode(string link, DateTimeOffset end)
    {
        lock (_lock)
        {
            if (link == _link) return;
            (_link, _end) = (link, end);
            CloseLine();
            words.WriteLine(link);
            words.Write(new QrPicture(link).Text(isTerminal ? TextStyle.Ansi : TextStyle.Dark));
            words.Flush();
            if (isTerminal) _everySecond ??= time.CreateTimer(_ => Draw(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>What is happening now.</summary>
    /// <param name="status">The words.</param>
    /// <param name="counts">Whether the person has to hurry.</param>
    public void Show(string status, bool counts = true)
    {
        lock (_lock)
        {
            if (status == _status) return;
            (_status, _counts) = (status, counts);
            if (isTerminal) Draw();
            else Try(() => words.WriteLine(status));
        }
    }

    /// <summary>
    /// The last resort for a token that was handed out and cannot be written to stdout: the terminal, or stderr where there is
    /// none.
    /// </summary>
    public void ShowToken(string token)
    {
        lock (_lock)
        {
            Dispose();
            if (isTerminal || !TryTerminal(token)) Try(() => words.WriteLine(token));
        }
    }

    /// <summary>The last words of a command.</summary>
    public void End(string sentence)
    {
        lock (_lock)
        {
            Dispose();
            Try(() =>
            {
                CloseLine();
                words.WriteLine(Printable(sentence));
            });
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _status = null;
            _everySecond?.Dispose();
            _everySecond = null;
        }
    }

    /// <summary>A name from outside may hold what moves the cursor or turns the line around.</summary>
    public static string Printable(string text) => string.Concat(text.Where(letter =>
        char.GetUnicodeCategory(letter) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)));

    private void Draw()
    {
        lock (_lock)
        {
            if (_status is null) return;
            var left = _end - time.GetUtcNow();
            Try(() => words.Write($"{ToTheLinesStart}{_status}{(_counts && left > TimeSpan.Zero ? $" · {say.Left(left)}" : "")}"));
            _isLineOpen = true;
        }
    }

    // What a person may miss without harm: a command goes on, although stderr cannot be written.
    private void Try(Action write)
    {
        try
        {
            write();
            words.Flush();
        }
        catch (IOException)
        {
            // The exit code and the result say how it ends.
        }
    }

    private static bool TryTerminal(string line)
    {
        try
        {
            using var terminal = new StreamWriter(new FileStream("/dev/tty", FileMode.Open, FileAccess.Write));
            terminal.WriteLine(line);
            return true;
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return false;
        }
    }

    private void CloseLine()
    {
        if (_isLineOpen) words.Write(ToTheLinesStart);
        _isLineOpen = false;
    }
}
