using System.Text;
using PhigrosLogin.Bench.Driving;

namespace PhigrosLogin.Bench.Measurements;

/// <summary>Sees to it that the bare endpoint writes what the gateway writes, head and body, but for the time.</summary>
internal static class SameAnswer
{
    public static Uri Path { get; } = new("/api/LoginQrCode/CheckQRCode", UriKind.Relative);

    /// <exception cref="InvalidOperationException">The answers differ.</exception>
    public static async Task CheckAsync(Stage stage, Child gateway, Child bare, string code)
    {
        var (ours, theirs) = (await AskAsync(stage.Http, gateway.Url, code), await AskAsync(stage.Http, bare.Url, code));
        if (ours != theirs) throw new InvalidOperationException($"The gateway writes\n{ours}\nand the bare endpoint\n{theirs}");
    }

    private static async Task<string> AskAsync(HttpClient http, Uri url, string code)
    {
        using var body = new StringContent(code, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(url, Path), body);
        var head = answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key != "Date")
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}").Order(StringComparer.Ordinal);
        return $"{(int)answer.StatusCode}\n{string.Join('\n', head)}\n\n{await answer.Content.ReadAsStringAsync()}";
    }
}
