namespace PhigrosLogin.Pictures;

/// <summary>Two rows of modules to a line: a block is drawn where the style has ink, the ground shows elsewhere.</summary>
internal static class QrText
{
    // White on black out of the 256-colour cube: the sixteen named colours are whatever the terminal's theme makes of
    // them. White is the ink, because many fonts leave a hairline between two blocks: scanners bear a black line
    // through white better than a white line through the finder patterns. The reset stands before the line's end, so
    // that black does not run on to the edge of the window.
    private const string WhiteOnBlack = "\e[38;5;231;48;5;16m";
    private const string Reset = "\e[0m";

    public static string Render(QrModules modules, TextStyle style)
    {
        var (before, inkIsDark, after) = style switch
        {
            TextStyle.Dark => ("", false, "\n"),
            TextStyle.Light => ("", true, "\n"),
            TextStyle.Ansi => (WhiteOnBlack, false, Reset + "\n"),
            _ => throw new ArgumentOutOfRangeException(nameof(style), style, "Not a style of text."),
        };
        var line = before.Length + modules.Size + after.Length;
        return string.Create(line * ((modules.Size + 1) / 2), (modules, before, inkIsDark, after), static (text, state) =>
        {
            for (var y = 0; y < state.modules.Size; y += 2)
            {
                state.before.CopyTo(text);
                text = text[state.before.Length..];
                Fill(text, state.modules.Row(y), state.modules.Row(y + 1), state.inkIsDark);
                text = text[state.modules.Size..];
                state.after.CopyTo(text);
                text = text[state.after.Length..];
            }
        });
    }

    private static void Fill(Span<char> line, ReadOnlySpan<bool> upper, ReadOnlySpan<bool> lower, bool inkIsDark)
    {
        for (var x = 0; x < upper.Length; x++)
            line[x] = (upper[x] == inkIsDark, lower[x] == inkIsDark) switch
            {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            };
    }
}
