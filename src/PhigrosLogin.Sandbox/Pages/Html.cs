using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace PhigrosLogin.Sandbox.Pages;

/// <summary>
/// HTML written as an interpolated string: every hole is escaped, unless it is itself HTML. There is no other way to
/// make one, so nothing can be forgotten.
/// </summary>
[InterpolatedStringHandler]
internal sealed class Html(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + (formattedCount * 16));

    public static Html Of(Html html) => html;

    public static Html All(IEnumerable<Html> parts)
    {
        var all = new Html(0, 0);
        foreach (var part in parts) all.AppendFormatted(part);
        return all;
    }

    public void AppendLiteral(string literal) => _text.Append(literal);

    public void AppendFormatted(Html html) => _text.Append(html._text);

    public void AppendFormatted<T>(T value) =>
        _text.Append(WebUtility.HtmlEncode(Convert.ToString(value, CultureInfo.InvariantCulture)));

    public override string ToString() => _text.ToString();
}
