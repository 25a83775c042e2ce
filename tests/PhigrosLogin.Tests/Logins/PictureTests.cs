using System.Globalization;
using System.Net;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Pictures;
using PhigrosLogin.Tests.Pictures;

namespace PhigrosLogin.Tests.Logins;

/// <summary>The current code as a picture.</summary>
public sealed class PictureTests : IDisposable
{
    private readonly Gallery _gallery = new();

    public void Dispose() => _gallery.Dispose();

    [Theory]
    [InlineData("qr.svg", "image/svg+xml")]
    [InlineData("qr.png", "image/png")]
    [InlineData("qr.png?scale=3", "image/png")]
    [InlineData("qr.txt", "text/plain; charset=utf-8")]
    public async Task A_picture_asks_for_a_code_and_ends_with_it(string picture, string contentType)
    {
        await using var world = await World.StartAsync();
        var login = await world.OpenAsync();

        using var drawn = await world.Http.GetAsync($"{login.Path}/{picture}");

        drawn.StatusCode.ShouldBe(HttpStatusCode.OK);
        drawn.Content.Headers.ContentType!.ToString().ShouldBe(contentType);
        var qr = (await login.StateAsync()).GetProperty("qr");
        drawn.Content.Headers.Expires.ShouldBe(DateTimeOffset.ParseExact(qr.GetProperty("expiresAt").GetDateTimeOffset().ToString("r", CultureInfo.InvariantCulture), "r", CultureInfo.InvariantCulture));
        drawn.Headers.CacheControl!.NoStore.ShouldBeTrue();
        world.China.CountOf(SandboxOperation.DeviceCode).ShouldBe(1);
    }

    [Fact]
    public async Task A_scanner_reads_the_link_that_the_state_gives()
    {
        await using var world = await World.StartAsync();
        var login = await world.OpenAsync();
        await login.LookAsync();
        var link = (await login.StateAsync()).GetProperty("qr").Text("content");

        var png = _gallery.Hang("qr.png", await world.Http.GetByteArrayAsync($"{login.Path}/qr.png"));
        var svg = await _gallery.RenderAsync(await world.Http.GetByteArrayAsync($"{login.Path}/qr.svg"), 400);

        (await _gallery.ScanAsync(png, svg)).ShouldBe([link, link]);
    }

    [Theory]
    [InlineData("", "Dark")]
    [InlineData("?style=dark", "Dark")]
    [InlineData("?style=light", "Light")]
    [InlineData("?style=ansi", "Ansi")]
    public async Task A_text_is_drawn_for_the_ground_that_the_caller_names(string query, string style)
    {
        await using var world = await World.StartAsync();
        var login = await world.OpenAsync();
        await login.LookAsync();
        var link = (await login.StateAsync()).GetProperty("qr").Text("content");

        var text = await world.Http.GetStringAsync($"{login.Path}/qr.txt{query}");

        text.ShouldBe(new QrPicture(link).Text(Enum.Parse<TextStyle>(style)));
    }

    [Theory]
    [InlineData("qr.png?scale=0", "scale")]
    [InlineData("qr.png?scale=21", "scale")]
    [InlineData("qr.png?scale=x", "scale")]
    [InlineData("qr.png?scale=2&scale=3", "scale")]
    [InlineData("qr.txt?style=grey", "style")]
    public async Task A_picture_that_cannot_be_drawn_is_named(string picture, string named)
    {
        await using var world = await World.StartAsync();
        var login = await world.OpenAsync();

        using var drawn = await world.Http.GetAsync($"{login.Path}/{picture}");

        await drawn.ShouldBeProblemAsync(400, "invalid_request");
        (await drawn.Content.ReadAsStringAsync()).ShouldContain(named);
        world.China.CountOf(SandboxOperation.DeviceCode).ShouldBe(0);
    }

    [Fact]
    public async Task The_scale_is_the_width_of_a_module()
    {
        await using var world = await World.StartAsync();
        var login = await world.OpenAsync();

        var smallest = await PixelsAsync(1);
        var usual = await PixelsAsync(null);
        var largest = await PixelsAsync(20);

        usual.Width.ShouldBe(8 * smallest.Width);
        largest.Width.ShouldBe(20 * smallest.Width);

        async Task<Pixels> PixelsAsync(int? scale) => await _gallery.PixelsAsync(_gallery.Hang(
            $"{scale}.png", await world.Http.GetByteArrayAsync($"{login.Path}/qr.png{(scale is null ? "" : $"?scale={scale}")}")));
    }

    [Fact]
    public async Task The_head_of_a_picture_is_that_of_the_picture()
    {
        await using var world = await World.StartAsync();
        var login = await world.OpenAsync();

        using var head = await world.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"{login.Path}/qr.png"));
        using var drawn = await world.Http.GetAsync($"{login.Path}/qr.png");

        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.Content.Headers.ToString().ShouldBe(drawn.Content.Headers.ToString());
        (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_picture_of_a_login_that_is_over_is_gone()
    {
        await using var world = await World.StartAsync();
        var login = await world.OpenAsync();
        using var cancelled = await login.CancelAsync();

        foreach (var picture in (string[])["qr.svg", "qr.png", "qr.txt"])
        {
            using var drawn = await world.Http.GetAsync($"{login.Path}/{picture}");
            await drawn.ShouldBeProblemAsync(410, "login_final");
        }
        world.China.CountOf(SandboxOperation.DeviceCode).ShouldBe(0);
    }

    [Theory]
    [InlineData("busy", 503, "upstream_unavailable")]
    [InlineData("a page", 502, "upstream_rejected")]
    [InlineData("strange link", 502, "upstream_bad_response")]
    [InlineData("no device code", 502, "upstream_bad_response")]
    [InlineData("silent", 504, "upstream_timeout")]
    public async Task Without_a_code_there_is_no_picture_and_a_time_to_come_back(string fault, int status, string code)
    {
        await using var upstream = new ScriptedUpstream().Next(ScriptedUpstream.DeviceCode, fault switch
        {
            "busy" => Faults.Answer(503, "busy", "text/plain"),
            "a page" => Faults.Answer(200, "<html>"),
            "strange link" => Faults.Answer(200, Upstreams.WireBody.DeviceCode.Replace("accounts.taptap.cn/device?", "accounts.taptap.cn.evil.example/device?", StringComparison.Ordinal)),
            "no device code" => Faults.Answer(200, Upstreams.WireBody.DeviceCode.Replace("\"device_code\":", "\"code\":", StringComparison.Ordinal)),
            _ => Faults.Silent,
        });
        await using var gateway = await TestGateway.StartAsync(new ManualClock(), upstream.Url);
        var login = await gateway.OpenAsync();

        var asked = gateway.Http.GetAsync($"{login.Path}/qr.png");
        await upstream.WhenCalledAsync(ScriptedUpstream.DeviceCode);
        if (fault == "silent") gateway.Clock.Advance(TimeSpan.FromSeconds(15));
        using var drawn = await asked;

        await drawn.ShouldBeProblemAsync(status, code);
        drawn.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
        (await login.StateAsync()).GetProperty("qr").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task A_region_that_is_down_is_said_to_be_and_refuses_at_once()
    {
        await using var upstream = new ScriptedUpstream().Next(ScriptedUpstream.DeviceCode, Enumerable.Repeat(Faults.Answer(503, "busy", "text/plain"), 9).ToArray());
        await using var gateway = await TestGateway.StartAsync(upstream.Url);
        var login = await gateway.OpenAsync();
        (await login.StateAsync()).Text("upstreamStatus").ShouldBe("ok");

        for (var look = 0; look < 8; look++) (await login.StateAsync("?ensureQr=true")).GetProperty("qr").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await login.StateAsync()).Text("upstreamStatus").ShouldBe("down");
        using var probe = await gateway.Http.GetAsync($"{login.Path}/qr.png");
        var asked = upstream.CountOf(ScriptedUpstream.DeviceCode);
        using var refused = await gateway.Http.GetAsync($"{login.Path}/qr.png");

        await refused.ShouldBeProblemAsync(503, "upstream_unavailable");
        refused.Headers.RetryAfter.ShouldNotBeNull();
        upstream.CountOf(ScriptedUpstream.DeviceCode).ShouldBe(asked);
    }
}
