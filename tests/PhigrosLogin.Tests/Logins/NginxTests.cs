namespace PhigrosLogin.Tests.Logins;

/// <summary>Behind the proxy that most operators have, with the defaults that most of them keep.</summary>
public class NginxTests
{
    [Fact]
    public async Task An_event_arrives_before_the_next_one_is_sent()
    {
        await using var world = await World.StartAsync();
        var login = await world.OpenAsync();
        await using var nginx = await Nginx.StartAsync(world.Url);

        await using var events = await EventReader.OpenAsync(new Uri(nginx.Url, $"{login.Path}/events"));
        var first = await events.NextAsync();
        var userCode = await login.LookAsync();
        var second = await events.NextAsync();
        world.China.Codes.Confirm(userCode);
        await world.PassToPollAsync();

        events.Response.Headers.Server.ToString().ShouldStartWith("nginx/1.");
        first!.Id.ShouldBe(1);
        second!.Id.ShouldBe(2);
        (await events.NextAsync())!.State.ShouldBeOneOf("completing", "succeeded");
        while (await events.NextAsync() is { } later) later.State.ShouldBe("succeeded");
    }

    [Fact]
    public async Task A_long_poll_a_picture_and_a_result_pass_through_as_they_are()
    {
        await using var world = await World.StartAsync();
        var login = await world.SucceedAsync();
        var shown = await world.OpenAsync();
        await shown.LookAsync();
        await using var nginx = await Nginx.StartAsync(world.Url);
        using var http = new HttpClient { BaseAddress = nginx.Url };

        foreach (var path in new[] { $"{login.Path}?wait=50&after=1", $"{shown.Path}/qr.png", $"{shown.Path}/qr.svg", $"/l/{login.Id}" })
        {
            (await http.GetByteArrayAsync(path)).ShouldBe(await world.Http.GetByteArrayAsync(path));
        }
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{login.Path}/result");
        request.Headers.Authorization = new("Bearer", login.Secret);
        using var through = await http.SendAsync(request);
        using var direct = await login.ResultAsync();
        (await through.Content.ReadAsStringAsync()).ShouldBe(await direct.Content.ReadAsStringAsync());
    }
}
