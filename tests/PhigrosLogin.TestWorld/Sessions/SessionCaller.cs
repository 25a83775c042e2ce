using System.Net.Http.Json;
using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.Sessions;

/// <summary>A caller of /api/v1/sessions.</summary>
internal static class SessionCaller
{
    /// <summary>A whole login of the LoginQrCode API, up to the session token.</summary>
    public static async Task<string> SignInAsync(this World world, string region = "cn", SandboxPlayer? player = null)
    {
        var code = await world.NewCodeAsync($"?region={region}");
        world[region].Codes.Confirm(code.UserCode, player);
        await world.PassIntervalAsync(seconds: 5); // the interval where TapTap names none
        var check = await world.PostAsync("CheckQRCode", code.Body, $"?region={region}");
        var token = await world.PostAsync("GetPhigrosToken", check.Body, $"?region={region}");
        token.Status.ShouldBe(200, token.Body);
        return token.Body;
    }

    public static Task<HttpResponseMessage> InspectAsync(this TestGateway gateway, string sessionToken, string? region = null) =>
        gateway.Http.PostAsJsonAsync("/api/v1/sessions/inspect", new { sessionToken, region });

    public static Task<HttpResponseMessage> RotateAsync(this TestGateway gateway, string sessionToken, string? region = null) =>
        gateway.Http.PostAsJsonAsync("/api/v1/sessions/rotate", new { sessionToken, region });

    /// <summary>The body of an answer that is a success.</summary>
    public static async Task<string> GoodAsync(this Task<HttpResponseMessage> asked)
    {
        using var response = await asked;
        var body = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(200, body);
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json; charset=utf-8");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        return body;
    }
}
