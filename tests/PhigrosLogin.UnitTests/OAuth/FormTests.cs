using Microsoft.Extensions.Logging;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.OAuth;

/// <summary>What is no request of the standard is refused in the words of the standard, whatever stage it fails at.</summary>
public class FormTests
{
    private const string Grant = $"grant_type={OAuthCaller.GrantType}";

    [Theory]
    [InlineData(OAuthCaller.Authorization, "", "invalid_request")]
    [InlineData(OAuthCaller.Authorization, "client_id=", "invalid_request")]
    [InlineData(OAuthCaller.Authorization, "Client_Id=a", "invalid_request")]
    [InlineData(OAuthCaller.Authorization, "client_id=a&client_id=b", "invalid_request")]
    [InlineData(OAuthCaller.Authorization, "client_id=a&client_id=a", "invalid_request")]
    [InlineData(OAuthCaller.Authorization, "client_id=a&other=1&other=2", "invalid_request")]
    [InlineData(OAuthCaller.Authorization, "client_id=a&region=moon", "invalid_request")]
    [InlineData(OAuthCaller.Authorization, "client_id=LONG", "invalid_request")]
    [InlineData(OAuthCaller.Authorization, "client_id=a&scope=%22", "invalid_scope")]
    [InlineData(OAuthCaller.Authorization, "client_id=a&scope=%E8%8A%B1", "invalid_scope")]
    [InlineData(OAuthCaller.Authorization, "MANY", "invalid_request")]
    [InlineData(OAuthCaller.Token, "", "invalid_request")]
    [InlineData(OAuthCaller.Token, "client_id=a", "invalid_request")]
    [InlineData(OAuthCaller.Token, "client_id=a&device_code=x", "invalid_request")]
    [InlineData(OAuthCaller.Token, Grant + "&client_id=a", "invalid_request")]
    [InlineData(OAuthCaller.Token, Grant + "&client_id=a&device_code=", "invalid_request")]
    [InlineData(OAuthCaller.Token, Grant + "&device_code=x", "invalid_request")]
    [InlineData(OAuthCaller.Token, Grant + "&client_id=a&device_code=x&device_code=x", "invalid_request")]
    [InlineData(OAuthCaller.Token, Grant + "&" + Grant + "&client_id=a&device_code=x", "invalid_request")]
    [InlineData(OAuthCaller.Token, "grant_type=authorization_code&client_id=a&code=x", "unsupported_grant_type")]
    [InlineData(OAuthCaller.Token, "grant_type=refresh_token&client_id=a&refresh_token=x", "unsupported_grant_type")]
    [InlineData(OAuthCaller.Token, "grant_type=device_code&client_id=a&device_code=x", "unsupported_grant_type")]
    public async Task A_form_that_cannot_be_used_is_told_what_is_wrong(string path, string form, string error)
    {
        await using var world = await World.StartAsync();

        var answer = await world.PostFormAsync(path, form.Replace("LONG", new string('x', 81), StringComparison.Ordinal).Replace("MANY", string.Join('&', Enumerable.Range(0, 1500).Select(each => $"p{each}=")), StringComparison.Ordinal));

        answer.ShouldBeError(error);
    }

    [Theory]
    [InlineData("client_id=a&scope=")]
    [InlineData("client_id=a&scope=openid+profile&nonce=1")]
    [InlineData("client_id=%E8%8A%B1%E8%8A%B1&region=cn")]
    [InlineData("client_id=a&client_secret=whatever")]
    [InlineData("client_id=a&region=&scope=public_profile")]
    public async Task What_the_standard_tells_a_server_to_ignore_is_ignored(string form)
    {
        await using var world = await World.StartAsync();

        var answer = await world.PostFormAsync(OAuthCaller.Authorization, form, contentType: "Application/X-WWW-Form-Urlencoded; charset=utf-8");

        answer.Status.ShouldBe(200, answer.Body);
    }

    [Theory]
    [InlineData("GET /oauth/device_authorization", 405)]
    [InlineData("GET /oauth/token?grant_type=x", 405)]
    [InlineData("PUT /oauth/token", 405)]
    [InlineData("POST /.well-known/oauth-authorization-server", 405)]
    [InlineData("GET /.well-known/oauth-authorization-server/l", 404)]
    [InlineData("GET /oauth", 404)]
    [InlineData("POST /oauth/revoke", 404)]
    [InlineData("POST /oauth/token", 415)]
    public async Task So_is_a_request_that_no_route_takes(string request, int status)
    {
        await using var world = await World.StartAsync();

        var answer = await world.SendAsync(request, "Content-Length: 0\r\n");

        answer.ShouldBeError("invalid_request", status);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("text/plain")]
    [InlineData("nonsense")]
    public async Task So_is_a_body_that_is_no_form(string contentType)
    {
        await using var world = await World.StartAsync();

        var device = await world.PostFormAsync(OAuthCaller.Authorization, "client_id=a", contentType: contentType);
        var token = await world.PostFormAsync(OAuthCaller.Token, "client_id=a", contentType: contentType);

        device.ShouldBeError("invalid_request", 415);
        token.ShouldBeError("invalid_request", 415);
    }

    [Fact]
    public async Task So_is_a_form_that_is_too_large()
    {
        await using var world = await World.StartAsync();

        var answer = await world.PostFormAsync(OAuthCaller.Token, $"client_id={new string('x', 17_000)}");

        answer.ShouldBeError("invalid_request", 413);
    }

    [Fact]
    public async Task A_form_that_is_broken_on_the_way_is_too()
    {
        await using var world = await World.StartAsync();

        var answer = await world.SendAsync("POST /oauth/token", "Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n", "fffffffffffffffff\r\nclient_id=a\r\n0\r\n\r\n");

        answer.ShouldBeError("invalid_request");
    }

    [Fact]
    public async Task A_gateway_without_room_says_when_to_come_back()
    {
        await using var world = await World.StartAsync("--Limits:MaxLogins=1");
        var first = await world.AuthorizeAsync();
        await first.Login.LookAsync();

        var answer = await world.PostFormAsync(OAuthCaller.Authorization, "client_id=a");

        answer.ShouldBeError("temporarily_unavailable", 503);
        answer.Headers["Retry-After"].ShouldBe("30");
    }

    [Fact]
    public async Task Trouble_of_the_gateways_own_is_a_server_error_without_its_text()
    {
        var clock = new ManualClock();
        var log = new LogSink();
        await using var gateway = await PhigrosLogin.Server.Gateway.StartAsync(["--Urls=http://127.0.0.1:0", "--Store=memory"], clock, builder => builder.Logging.ClearProviders().AddProvider(log));
        await ((IAsyncDisposable)gateway.Services.GetService(typeof(PhigrosLogin.Server.Store.ILoginStore))!).DisposeAsync();

        var answer = await RawHttp.PostAsync(new Uri(gateway.Addresses.First()), OAuthCaller.Authorization, "client_id=a", "application/x-www-form-urlencoded");

        answer.ShouldBeError("server_error", 500);
        log.Errors.ShouldHaveSingleItem();
    }
}
