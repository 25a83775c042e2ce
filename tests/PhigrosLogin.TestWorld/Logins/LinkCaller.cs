using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace PhigrosLogin.Tests.Logins;

/// <summary>A caller of /api/v1/logins, as a bot would write it.</summary>
internal static class LinkCaller
{
    public static async Task<OpenLogin> OpenAsync(this TestGateway gateway, object? body = null)
    {
        using var response = await gateway.Http.PostAsJsonAsync("/api/v1/logins", body ?? new { });
        var opened = await response.JsonAsync();
        ((int)response.StatusCode).ShouldBe(201, opened.ToString());
        return new OpenLogin(gateway, opened.GetProperty("id").GetString()!, opened.GetProperty("claimSecret").GetString()!);
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
internal sealed record OpenLogin(TestGateway Gateway, string Id, string Secret)
{
    public string Path => $"/api/v1/logins/{Id}";

    public async Task<JsonElement> StateAsync(string query = "")
    {
        using var response = await Gateway.Http.GetAsync($"{Path}{query}");
        var body = await response.JsonAsync();
        ((int)response.StatusCode).ShouldBe(200, body.ToString());
        return body;
    }

    /// <summary>Waits for the state, however many changes it takes.</summary>
    public async Task<JsonElement> UntilAsync(string state)
    {
        var body = await StateAsync();
        while (body.Text("state") != state)
        {
            body.GetProperty("final").GetBoolean().ShouldBeFalse(body.ToString());
            body = await StateAsync($"?wait=50&after={body.GetProperty("version").GetInt64()}");
        }
        return body;
    }

    /// <summary>Looks, so that a code is asked for, and gives the five characters at its end.</summary>
    public async Task<string> LookAsync() => (await StateAsync("?qr=true")).GetProperty("qr").Text("content")[^5..];

    public Task<HttpResponseMessage> ResultAsync(string query = "", string? secret = null) => SendAsync(HttpMethod.Get, $"{Path}/result{query}", secret ?? Secret);

    public Task<HttpResponseMessage> AcknowledgeAsync(string? secret = null) => SendAsync(HttpMethod.Delete, Path, secret ?? Secret);

    public Task<HttpResponseMessage> CancelAsync() => Gateway.Http.PostAsync($"{Path}/cancel", null);

    public Task<HttpResponseMessage> MoveAsync(string region) => Gateway.Http.PostAsJsonAsync($"{Path}/region", new { region });

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string secret)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return await Gateway.Http.SendAsync(request);
    }
}
