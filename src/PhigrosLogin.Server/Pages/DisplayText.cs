using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PhigrosLogin.Server.Pages;

/// <summary>
/// What a stranger says about themselves, made fit to be shown: one line of at most 80 characters, nothing invisible,
/// nothing that turns the reading direction round, no link.
/// </summary>
internal static partial class DisplayText
{
    private const int MaxLength = 80;

    /// <summary>The text as a player may see it, or null when nothing is left of it.</summary>
    public static string? Sanitize(string? text)
    {
        var visible = new StringBuilder();
        foreach (var rune in Link().Replace(text ?? "", "").EnumerateRunes())
            if (Rune.IsWhiteSpace(rune)) visible.Append(' ');
            else if (IsVisible(rune) && visible.Length + rune.Utf16SequenceLength <= MaxLength) visible.Append(rune.ToString());
        var line = Spaces().Replace(visible.ToString(), " ").Trim();
        return line.Length == 0 ? null : line;
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or
         UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);

    [GeneratedRegex(@"([a-z][a-z0-9+.-]*://|www\.)\S*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex(" {2,}")]
    private static partial Regex Spaces();
}
