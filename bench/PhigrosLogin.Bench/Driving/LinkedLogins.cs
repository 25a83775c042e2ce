using System.Text;
using System.Text.Json;

namespace PhigrosLogin.Bench.Driving;

/// <summary>Opens logins as a bot does, through the HTTP API, without opening their pages.</summary>
internal static class LinkedLogins
{
    private const string Wish = """{"requestedBy":"a bot of the bench","requestedFor":"player 12345","expiresInSeconds":1800}""";

    /// <returns>Their ids.</returns>
    public static async Task<string[]> OpenAsync(HttpClient http, Uri gateway, int count)
    {
        var ids = new string[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (number, cancellationToken) =>
        {
            using var wish = new StringContent(Wish, Encoding.UTF8, "application/json");
            using var opened = await http.PostAsync(new Uri(gateway, "/api/v1/logins"), wish, cancellationToken);
            using var body = JsonDocument.Parse(await opened.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancellationToken));
            ids[number] = body.RootElement.GetProperty("id").GetString()!;
        });
        return ids;
    }

    /// <summary>Somebody looks at each of these, so that it has a code that waits and is polled.</summary>
    public static Task LookAsync(HttpClient http, Uri gateway, IEnumerable<string> ids) =>
        Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (id, cancellationToken) =>
            await http.GetByteArrayAsync(new Uri(gateway, $"/api/v1/logins/{id}?ensureQr=true"), cancellationToken));
}
