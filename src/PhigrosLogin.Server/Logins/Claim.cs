using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PhigrosLogin.Server.Logins;

/// <summary>A text about people that a stranger sends and a player will read: no links, nothing that changes how text runs.</summary>
internal static partial class Claim
{
    /// <summary>The text as it may be shown; null when nothing is left of it.</summary>
    public static string? Clean(string? text)
    {
        if (text is null) return null;
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // Control characters, and Unicode's format characters, to which all bidirectional ones belong.
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse) continue;
            visible.Append(rune.ToString());
        }
        var plain = Link().Replace(visible.ToString(), "").Trim();
        return plain.Length == 0 ? null : plain;
    }

    [GeneratedRegex(@"[a-z][a-z0-9+.-]*://\S*|\bwww\.\S*|\b[\w-]+(\.[\w-]+)*\.[a-z]{2,24}/\S*", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Link();
}
