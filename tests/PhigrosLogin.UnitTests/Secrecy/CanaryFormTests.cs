using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PhigrosLogin.Tests.Secrecy;

/// <summary>The search can fail: each mark, written down in each way that programs know, is found.</summary>
public class CanaryFormTests
{
    private static readonly Canary Marks = new(CanaryMarks.All);

    private static readonly (string Name, Func<string, string> Write)[] Writings =
    [
        ("plain", secret => secret),
        ("upper case", secret => secret.ToUpperInvariant()),
        ("lower case", secret => secret.ToLowerInvariant()),
        ("backwards", secret => string.Concat(secret.Reverse())),
        ("in a query", secret => $"/a?code={Uri.EscapeDataString(secret)}&b=c"),
        ("in a form", secret => new FormUrlEncodedContent([new("code", secret)]).ReadAsStringAsync().GetAwaiter().GetResult()),
        ("in a query, all encoded, lower case", secret => string.Concat(secret.Select(one => string.Create(CultureInfo.InvariantCulture, $"%{(int)one:x2}")))),
        ("in JSON", secret => JsonSerializer.Serialize(new { secret })),
        ("in JSON in JSON", secret => JsonSerializer.Serialize(JsonSerializer.Serialize(new { secret }))),
        ("in JSON, all escaped", secret => string.Concat(secret.Select(one => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)one:x4}")))),
        ("in JSON with slashes escaped", secret => secret.Replace("/", "\\/", StringComparison.Ordinal)),
        ("in HTML", secret => string.Concat(secret.Select(one => string.Create(CultureInfo.InvariantCulture, $"&#x{(int)one:x};")))),
        ("hex", secret => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(secret))),
        ("hex with dashes", secret => BitConverter.ToString(Encoding.UTF8.GetBytes(secret))),
        ("base64", secret => Base64($"{secret}")),
        ("base64, last", secret => Base64($"user:{secret}")),
        ("base64, in the middle", secret => Base64($"ab{secret}cd")),
        ("base64, behind one", secret => Base64($"a{secret}bc")),
        ("base64url", secret => Base64($"ab{secret}cd").Replace('+', '-').Replace('/', '_').TrimEnd('=')),
    ];

    public static TheoryData<string, string> Rows() => [.. CanaryMarks.All.SelectMany(_ => Writings, (mark, writing) => (mark.Name, writing.Name))];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_planted_mark_is_found(string mark, string writing)
    {
        var secret = CanaryMarks.All.Single(row => row.Name == mark).Secret;
        var text = $"Something happened: {Writings.Single(row => row.Name == writing).Write(secret)}, and then more.";

        var found = Marks.Find("a test", text).ToArray();
        var foundInBytes = Marks.Find("a test", Encoding.UTF8.GetBytes(text));
        var foundInWideBytes = Marks.Find("a test", Encoding.Unicode.GetBytes(text));

        found.ShouldContain(sentence => sentence.StartsWith(mark, StringComparison.Ordinal));
        foundInBytes.ShouldNotBeEmpty();
        foundInWideBytes.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_text_without_a_mark_is_clean() =>
        Marks.Find("a test", $"GET /account/profile/v1?client_id=rAK3FfdieFob2Nn8Am {Convert.ToBase64String(new byte[64])}").ShouldBeEmpty();

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
