using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PhigrosLogin.Server.Pages;

/// <summary>
/// What a caller says about itself, made fit to be shown between quotation marks: one line of at most 80 characters,
/// nothing invisible, nothing that turns the writing direction round, no quotation mark, no link.
/// </summary>
internal static partial class DisplayText
{
    private const int MaxLength = 80;

    // Languages that stack marks put two on one letter (Vietnamese, Thai); more reach into the lines above and below.
    private const int MaxMarks = 2;

    // Letters, marks and symbols that no font draws: Hangul fillers, the combining grapheme joiner, Khmer inherent
    // vowels, Mongolian and other variation selectors, the blank Braille pattern.
    private static readonly SearchValues<char> Blank = SearchValues.Create(
        "\u034F\u115F\u1160\u17B4\u17B5\u180B\u180C\u180D\u180F\u2800\u3164\uFFA0" +
        "\uFE00\uFE01\uFE02\uFE03\uFE04\uFE05\uFE06\uFE07\uFE08\uFE09\uFE0A\uFE0B\uFE0C\uFE0D\uFE0E\uFE0F");

    // NOTE: the single ones stay: “ ” are the marks of the page, and a ’ is an apostrophe in many names.
    private static readonly SearchValues<char> QuotationMarks = SearchValues.Create(
        "\"\u00AB\u00BB\u201C\u201D\u201E\u201F\u2039\u203A\u275D\u275E\u300C\u300D\u300E\u300F\u301D\u301E\u301F\uFF02");

    /// <summary>The text as a player may see it, or null when nothing is left of it.</summary>
    public static string? Sanitize(string? text)
    {
        var visible = new StringBuilder();
        var (length, marks) = (0, MaxMarks);
        foreach (var rune in Link().Replace(text ?? "", "").EnumerateRunes())
        {
            if (!IsShown(rune)) continue;
            marks = IsMark(rune) ? marks + 1 : 0;
            if (marks > MaxMarks || length == MaxLength) continue;
            visible.Append(Rune.IsWhiteSpace(rune) ? " " : rune.ToString());
            length++;
        }
        var line = Spaces().Replace(visible.ToString(), " ").Trim();
        return line.Length == 0 ? null : line;
    }

    private static bool IsShown(Rune rune) =>
        Rune.IsWhiteSpace(rune) ||
        (Rune.GetUnicodeCategory(rune) is not
            (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or
             UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate or UnicodeCategory.EnclosingMark) &&
         !IsVariationSelector(rune) &&
         !(rune.IsBmp && (Blank.Contains((char)rune.Value) || QuotationMarks.Contains((char)rune.Value))));

    private static bool IsVariationSelector(Rune rune) => rune.Value is >= 0xE0100 and <= 0xE01EF;

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    [GeneratedRegex(@"([a-z][a-z0-9+.-]*://|www\.)\S*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex(" {2,}")]
    private static partial Regex Spaces();
}
