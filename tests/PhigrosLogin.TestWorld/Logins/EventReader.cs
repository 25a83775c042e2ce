using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PhigrosLogin.Tests.Logins;

/// <summary>A live stream of a login's events, read as they come.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly StreamReader _lines;

    private EventReader(HttpClient http, HttpResponseMessage response, Stream body) => (_http, Response, _lines) = (http, response, new StreamReader(body, Encoding.UTF8));

    public HttpResponseMessage Response { get; }

    public static Task<EventReader> OpenAsync(OpenLogin login, string query = "", string? lastEventId = null) => OpenAsync(new Uri(login.Http.BaseAddress!, $"{login.Path}/events{query}"), lastEventId);

    public static async Task<EventReader> OpenAsync(Uri url, string? lastEventId = null)
    {
        var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new EventReader(http, response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>Asks until the gateway has noticed that others have left.</summary>
    public static async Task<EventReader> OpenWhenThereIsRoomAsync(OpenLogin login)
    {
        while (true)
        {
            var stream = await OpenAsync(login);
            if (stream.Response.StatusCode != System.Net.HttpStatusCode.TooManyRequests) return stream;
            await stream.DisposeAsync();
        }
    }

    /// <summary>The next event; null at the end of the stream.</summary>
    public async Task<SeenEvent?> NextAsync()
    {
        var block = await NextBlockAsync();
        while (block is "event: ping\ndata: {}") block = await NextBlockAsync();
        if (block is null) return null;
        var fields = block.Split('\n').Select(line => line.Split(": ", 2)).ToArray();
        fields.Select(field => field[0]).ShouldBe(["event", "id", "data"]);
        fields[0][1].ShouldBe("status");
        var seen = new SeenEvent(long.Parse(fields[1][1], CultureInfo.InvariantCulture), JsonDocument.Parse(fields[2][1]).RootElement);
        seen.Data.GetProperty("version").GetInt64().ShouldBe(seen.Id);
        return seen;
    }

    /// <summary>What stands before the next empty line, a ping included; null at the end.</summary>
    public async Task<string?> NextBlockAsync()
    {
        var lines = new List<string>();
        while (await _lines.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Length == 0) return string.Join('\n', lines);
            lines.Add(line);
        }
        return null;
    }

    public ValueTask DisposeAsync()
    {
        _lines.Dispose();
        Response.Dispose();
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>One event: the version is its id.</summary>
internal sealed record SeenEvent(long Id, JsonElement Data)
{
    public string State => Data.Text("status");
}
