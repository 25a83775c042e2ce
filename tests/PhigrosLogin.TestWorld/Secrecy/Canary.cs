using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace PhigrosLogin.Tests.Secrecy;

/// <summary>
/// Secrets that are marked: each is a text that stands nowhere else, and wherever a text holds one, in any of the forms in
/// which programs like to write things down, it is found.
/// </summary>
internal sealed class Canary
{
    private readonly List<(string Mark, string Form, string Needle)> _needles = [];
    private readonly SearchValues<string> _any;

    /// <param name="marks">The secrets and what they are; at least 12 characters each, so that chance finds none.</param>
    public Canary(params (string Name, string Secret)[] marks)
    {
        foreach (var (name, secret) in marks)
        {
            secret.Length.ShouldBeGreaterThanOrEqualTo(12, name);
            foreach (var (form, needle) in Forms(secret)) _needles.Add((name, form, needle));
        }
        _any = SearchValues.Create([.. _needles.Select(row => row.Needle).Distinct()], StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What of the marks is in a text, as sentences; upper and lower case are one.</summary>
    public IEnumerable<string> Find(string place, string text) =>
        text.AsSpan().ContainsAny(_any)
            ? _needles.Where(row => text.Contains(row.Needle, StringComparison.OrdinalIgnoreCase)).Select(row => $"{row.Mark}, {row.Form}, in {place}: {text}")
            : [];

    /// <summary>The same in bytes that may be anything, text of two bytes a character included.</summary>
    public IEnumerable<string> Find(string place, byte[] bytes) =>
        Find(place, Encoding.Latin1.GetString(bytes)).Concat(Find(place, Encoding.Latin1.GetString(bytes).Replace("\0", "", StringComparison.Ordinal)));

    /// <summary>The forms in which a secret is looked for.</summary>
    public static IEnumerable<(string Form, string Needle)> Forms(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        yield return ("plain", secret);
        yield return ("backwards", string.Concat(secret.Reverse()));
        yield return ("URL-encoded", Uri.EscapeDataString(secret));
        yield return ("URL-encoded to the last character", Each(bytes, "%{0:X2}"));
        yield return ("in JSON", JavaScriptEncoder.Default.Encode(secret));
        yield return ("in JSON in JSON", JavaScriptEncoder.Default.Encode(JavaScriptEncoder.Default.Encode(secret)));
        yield return ("in JSON with slashes escaped", secret.Replace("/", "\\/", StringComparison.Ordinal));
        yield return ("in JSON, escaped to the last character", Each(bytes, "\\u{0:X4}"));
        yield return ("in HTML", HtmlEncoder.Default.Encode(secret));
        yield return ("in HTML, escaped to the last character", Each(bytes, "&#x{0:X};"));
        yield return ("hex", Convert.ToHexString(bytes));
        yield return ("hex with dashes", BitConverter.ToString(bytes));
        for (var shift = 0; shift < 3; shift++)
        {
            var base64 = Base64(bytes, shift);
            yield return ($"base64 behind {shift}", base64);
            yield return ($"base64url behind {shift}", base64.Replace('+', '-').Replace('/', '_'));
        }
    }

    private static string Each(byte[] bytes, string format) =>
        string.Concat(bytes.Select(one => string.Format(CultureInfo.InvariantCulture, format, one)));

    /// <summary>The characters that base64 has for these bytes, whatever stands before and behind them.</summary>
    private static string Base64(byte[] bytes, int shift)
    {
        var all = Convert.ToBase64String([.. new byte[shift], .. bytes]);
        var from = (shift * 8 + 5) / 6;
        var to = (shift + bytes.Length) * 8 / 6;
        return all[from..to];
    }
}
