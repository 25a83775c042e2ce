using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace PhigrosLogin.Server.Pages;

/// <summary>
/// Finished markup. It is made from interpolated strings only: what stands in the source goes through as it is, what
/// fills a hole is escaped unless it is <see cref="Html"/> itself. Attribute values stand in double quotes.
/// </summary>
internal sealed class Html
{
    private readonly string _markup;

    private Html(string markup) => _markup = markup;

    public static Html Empty { get; } = new("");

    public static Html Of(Template markup) => new(markup.ToString());

    /// <summary>A phrase whose holes are filled with markup.</summary>
    public static Html Of(Phrase phrase, PageLanguage language, params Html[] pieces) =>
        new(string.Format(CultureInfo.InvariantCulture, Template.Encoder.Encode(phrase.In(language)), pieces));

    public override string ToString() => _markup;

    [InterpolatedStringHandler]
    internal readonly struct Template(int literalLength, int holes)
    {
        // Chinese stays readable in the source of a page; what means something to HTML is escaped all the same.
        internal static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

        private readonly StringBuilder _markup = new(literalLength + (holes * 32));

        public void AppendLiteral(string literal) => _markup.Append(literal);

        public void AppendFormatted(string? text) => _markup.Append(Encoder.Encode(text ?? ""));

        public void AppendFormatted(long number) => _markup.Append(number);

        public void AppendFormatted(Html? piece) => _markup.Append(piece);

        public void AppendFormatted(IEnumerable<Html> pieces) => _markup.AppendJoin('\n', pieces);

        public override string ToString() => _markup.ToString();
    }
}
