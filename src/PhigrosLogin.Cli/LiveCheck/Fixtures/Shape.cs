using System.Text;
using System.Text.RegularExpressions;

namespace PhigrosLogin.Cli.LiveCheck;

/// <summary>
/// What may be told of a text that may not be told: its length, the kinds of characters in it (not their places),
/// and a beginning or padding that every such text has.
/// </summary>
internal sealed record Shape
{
    private static readonly string[] Beginnings = ["1/", "https://"];

    // The fillers are hexadecimal digits too, so that a masked id still looks like one.
    private static readonly (string Range, char Filler, Func<char, bool> Has)[] Kinds =
    [
        ("0-9", '0', char.IsAsciiDigit),
        ("A-Z", 'A', char.IsAsciiLetterUpper),
        ("a-z", 'a', char.IsAsciiLetterLower),
        (@"\u0080-\uFFFF", '字', character => character > '\x7f'),
    ];

    private readonly string _beginning;
    private readonly string _padding;
    private readonly int _length;
    private readonly string _fillers;
    private readonly string _ranges;

    private Shape(string text)
    {
        _beginning = Beginnings.FirstOrDefault(beginning => text.StartsWith(beginning, StringComparison.Ordinal)) ?? "";
        _padding = new string('=', text.Length - text.TrimEnd('=').Length);
        var middle = text[_beginning.Length..^_padding.Length];
        _length = middle.Length;
        var there = Kinds.Where(kind => middle.Any(kind.Has)).ToList();
        var marks = middle.Where(character => !Kinds.Any(kind => kind.Has(character))).Distinct().Order().ToList();
        _fillers = string.Concat(there.Select(kind => kind.Filler)) + string.Concat(marks);
        _ranges = string.Concat(there.Select(kind => kind.Range)) + string.Concat(marks.Select(Escaped));
    }

    /// <summary>A text of this shape that says nothing.</summary>
    public string Masked => _beginning + Filled() + _padding;

    /// <summary>The regular expression of all texts of this shape.</summary>
    public string Pattern => _length == 0
        ? $"^{Regex.Escape(_beginning + _padding)}$"
        : FormattableString.Invariant($"^{Regex.Escape(_beginning)}[{_ranges}]{{{_length}}}{_padding}$");

    public static Shape Of(string text) => new(text);

    private string Filled()
    {
        var filled = new StringBuilder(_length);
        while (filled.Length < _length) filled.Append(_fillers[filled.Length % _fillers.Length]);
        return filled.ToString();
    }

    private static string Escaped(char mark) => FormattableString.Invariant($@"\u{(int)mark:x4}");
}
