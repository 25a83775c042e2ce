using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PhigrosLogin.Cli.LiveCheck;

/// <summary>
/// What of the upstreams' answers may leave this machine. Only words of the protocol are kept; every other text and
/// every longer number is replaced by its <see cref="Shape"/>, and what was replaced once is replaced wherever it stands.
/// </summary>
internal sealed partial class Mask
{
    private const string AnyDate = "2000-01-01T00:00:00.000Z";

    private readonly HashSet<string> _secrets = new(StringComparer.Ordinal);

    /// <param name="exchanges">All that the report will speak of: a secret of one answer may be repeated in another.</param>
    public Mask(IEnumerable<Exchange> exchanges)
    {
        foreach (var exchange in exchanges)
        {
            if (HostileJson.TryParse(exchange.Body, out var root, out _)) Collect("", root);
        }
    }

    /// <summary>A text of the member <paramref name="name"/> as it may be shown.</summary>
    public string Text(string name, string text) => name switch
    {
        "gender" => "",
        "error" or "error_description" or "msg" => Scrub(text),
        "token_type" or "mac_algorithm" or "scope" or "__type" or "className" when ProtocolWord().IsMatch(text) => text,
        "name" when text is "save" or ".save" => text,
        "qrcode_url" or "verification_url" => Link(text),
        _ => Date().IsMatch(text) ? AnyDate : Shape.Of(text).Masked,
    };

    /// <summary>A member's name as it may be shown: one that is no plain word may be somebody's id.</summary>
    public string Name(string name) => PlainName().IsMatch(name) ? Scrub(name) : Shape.Of(name).Masked;

    /// <summary>A number as it may be shown: one that is long and not of the protocol may be somebody's id.</summary>
    public static string Number(string name, string number) =>
        name is "code" or "now" or "expires_in" or "interval" || number.Length < 4 ? number :
        long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? "1" + new string('0', number.Length - 1) :
        "0.5";

    /// <summary>A text of ours or theirs, without the secrets that it repeats and without what looks like one.</summary>
    public string Scrub(string text)
    {
        foreach (var secret in _secrets.OrderByDescending(secret => secret.Length))
        {
            text = text.Replace(secret, Shape.Of(secret).Masked, StringComparison.OrdinalIgnoreCase);
        }
        return TokenLike().Replace(text, match => Shape.Of(match.Value).Masked);
    }

    /// <summary>Where the person is sent to type their code, as it may be shown.</summary>
    public string? VerificationUrlOf(Exchange exchange) =>
        HostileJson.TryParse(exchange.Body, out var root, out _) && root.Object("data")?.Text("verification_url") is { } link ? Text("verification_url", link) : null;

    private void Collect(string name, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    if (!PlainName().IsMatch(member.Name)) _secrets.Add(member.Name);
                    Collect(member.Name, member.Value);
                }
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray()) Collect(name, item);
                break;
            case JsonValueKind.String when name is "qrcode_url" or "verification_url":
                foreach (Match match in QueryValue().Matches(element.AsText() ?? ""))
                {
                    if (match.Groups["value"].Length > 2) _secrets.Add(match.Groups["value"].Value);
                }
                break;
            case JsonValueKind.String when element.AsText() is { Length: > 2 } text && Text(name, text) != text && !IsKept(name):
                _secrets.Add(text);
                break;
        }
    }

    private static bool IsKept(string name) => name is "error" or "error_description" or "msg";

    // Host and path answer an open question (§8.16); what stands behind them is the login's.
    private string Link(string text) =>
        !Uri.TryCreate(text, UriKind.Absolute, out var uri) ? Shape.Of(text).Masked :
        Scrub(uri.GetLeftPart(UriPartial.Path)) + QueryValue().Replace(
            uri.Query + uri.Fragment, match => match.Value == "qrcode=1" ? match.Value : $"{match.Groups["name"].Value}={Shape.Of(match.Groups["value"].Value).Masked}");

    [GeneratedRegex(@"(?<name>[^?&#=]+)=(?<value>[^&#]*)", RegexOptions.ExplicitCapture)]
    private static partial Regex QueryValue();

    [GeneratedRegex("^[a-z_][a-z0-9_ ,-]{0,63}$", RegexOptions.IgnoreCase)]
    private static partial Regex ProtocolWord();

    [GeneratedRegex(@"^(\*|[A-Za-z_]{1,40})$", RegexOptions.ExplicitCapture)]
    private static partial Regex PlainName();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$")]
    private static partial Regex Date();

    [GeneratedRegex(@"(?=[A-Za-z_-]*[0-9])(?=[0-9_-]*[A-Za-z])[0-9A-Za-z_-]{12,}")]
    private static partial Regex TokenLike();
}
