using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace PhigrosLogin.Tests.Logins;

/// <summary>A caller of /api/v1/logins, as a bot would write it.</summary>
internal static class LinkCaller
{
    public static Task<OpenLogin> OpenAsync(this TestGateway gateway, object? body = null) => OpenAsync(() => gateway.Http, body);

    public static Task<OpenLogin> OpenAsync(this HttpClient http, object? body = null) => OpenAsync(() => http, body);

    private static async Task<OpenLogin> OpenAsync(Func<HttpClient> http, object? body)
    {
        using var response = await http().PostAsJsonAsync("/api/v1/logins", body ?? new { });
        var opened = await response.JsonAsync();
        ((int)response.StatusCode).ShouldBe(201, opened.ToString());
        return new OpenLogin(http, opened.GetProperty("id").GetString()!, opened.GetProperty("loginSecret").GetString()!);
    }

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    /// <summary>A problem with this status and code, and a trace.</summary>
    public static async Task ShouldBeProblemAsync(this HttpResponseMessage response, int status, string code)
    {
        var body = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, body);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var problem = JsonDocument.Parse(body).RootElement;
        problem.Text("code").ShouldBe(code);
        problem.Text("traceId").ShouldNotBeEmpty();
        problem.Text("detail").ShouldNotBeEmpty();
        problem.GetProperty("status").GetInt32().ShouldBe(status);
    }
}

/// <summary>A login that a test has opened.</summary>
/// <param name="CurrentHttp">The way to the gateway, which may be another one after a restart.</param>
/// <param name="Id">Its id.</param>
/// <param name="Secret">Its login secret.</param>
internal sealed record OpenLogin(Func<HttpClient> CurrentHttp, string Id, string Secret)
{
    public OpenLogin(TestGateway gateway, string id, string secret)
        : this(() => gateway.Http, id, secret)
    {
    }

    public HttpClient Http => CurrentHttp();

    public string Path => $"/api/v1/logins/{Id}";

    public async Task<JsonElement> StateAsync(string query = "")
    {
        using var response = await Http.GetAsync($"{Path}{query}");
        var body = await response.JsonAsync();
        ((int)response.StatusCode).ShouldBe(200, body.ToString());
        return body;
    }

    /// <summary>Waits for the state, however many changes it takes.</summary>
    public async Task<JsonElement> UntilAsync(string state)
    {
        var body = await StateAsync();
        while (body.Text("status") != state)
        {
            body.GetProperty("final").GetBoolean().ShouldBeFalse(body.ToString());
            body = await StateAsync($"?wait=50&after={body.GetProperty("version").GetInt64()}");
        }
        return body;
    }

    /// <summary>Looks, so that a code is asked for, and gives the five characters at its end.</summary>
    public async Task<string> LookAsync() => (await StateAsync("?ensureQr=true")).GetProperty("qr").Text("content")[^5..];

    public Task<HttpResponseMessage> ResultAsync(string query = "", string? secret = null) => SendAsync(HttpMethod.Get, $"{Path}/result{query}", secret ?? Secret);

    public Task<HttpResponseMessage> AcknowledgeAsync(string? secret = null) => SendAsync(HttpMethod.Delete, Path, secret ?? Secret);

    public Task<HttpResponseMessage> CancelAsync() => Http.PostAsync($"{Path}/cancel", null);

    public Task<HttpResponseMessage> MoveAsync(string region) => Http.PostAsJsonAsync($"{Path}/region", new { region });

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string secret)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return await Http.SendAsync(request);
    }
}
