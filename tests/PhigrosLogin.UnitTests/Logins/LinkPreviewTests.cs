using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.Logins;

/// <summary>A chat platform fetches the page behind a link before any player does.</summary>
public sealed class LinkPreviewTests
{
    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task The_preview_of_a_link_asks_for_no_code_and_shows_none(string method)
    {
        await using var world = await World.StartAsync();
        var login = await world.OpenAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/l/{login.Id}");
        request.Headers.UserAgent.ParseAdd("TelegramBot (like TwitterBot)");

        using var page = await world.Http.SendAsync(request);
        var html = await page.Content.ReadAsStringAsync();

        ((int)page.StatusCode).ShouldBe(200);
        html.ShouldNotContain("user_code");
        html.ShouldNotContain("og:image");
        world.China.CountOf(SandboxOperation.DeviceCode).ShouldBe(0);
    }
}
