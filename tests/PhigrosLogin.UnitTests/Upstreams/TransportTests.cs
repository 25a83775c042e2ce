using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Server;

namespace PhigrosLogin.Tests.Upstreams;

/// <summary>Promises 11, 18, 20 and 23: what the connection to an upstream does and does not do.</summary>
public class TransportTests
{
    [Fact]
    public async Task No_more_is_taken_of_a_huge_body_than_the_limit_and_the_systems_buffers()
    {
        await using var tapTap = FaultyServer.Start(Faults.HugeBody(256L << 20));
        await using var gateway = await TestGateway.StartAsync(tapTap.Url);

        var answer = await gateway.GetAsync("GetNewQrCode");

        answer.Body.ShouldContain("too large");
        tapTap.BytesTaken.ShouldBeLessThan(12L << 20); // loopback's socket buffers take up to 6 + 4 MB
    }

    [Theory]
    [InlineData(UpstreamHttp.BodyLimit, 0, 200)]
    [InlineData(UpstreamHttp.BodyLimit + 1, 0, 500)]
    [InlineData(0, 15 * 1024, 200)]
    [InlineData(0, 17 * 1024, 500)]
    public async Task A_body_of_64_KB_and_headers_of_16_KB_are_the_most_that_is_read(int body, int header, int status)
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(200, WireBody.DeviceCode.PadRight(body), headers: $"X-Long: {new string('x', header)}"));
        await using var gateway = await TestGateway.StartAsync(tapTap.Url);

        var answer = await gateway.GetAsync("GetNewQrCode");

        answer.Status.ShouldBe(status, answer.Body);
        if (status == 500) answer.Body.ShouldContain("too large");
    }

    [Fact]
    public async Task No_redirect_is_followed()
    {
        await using var trap = FaultyServer.Start(Faults.Answer(200, WireBody.DeviceCode));
        await using var tapTap = FaultyServer.Start(Faults.Redirect(trap.Url));
        await using var gateway = await TestGateway.StartAsync(tapTap.Url);

        await gateway.GetAsync("GetNewQrCode");
        await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);
        await gateway.PostAsync("GetPhigrosToken", WireBody.TokenBody);

        tapTap.Calls.Count.ShouldBe(3);
        trap.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_redirect_of_the_game_cloud_is_followed_with_its_signature()
    {
        await using var trap = FaultyServer.Start(Faults.Answer(200, WireBody.Player));
        await using var upstream = FaultyServer.Start(call => call.Path == "/1.1/users" ? Faults.Redirect(trap.Url) : Faults.Answer(200, WireBody.Profile));
        await using var gateway = await TestGateway.StartAsync(upstream.Url);

        await gateway.PostAsync("GetPhigrosToken", WireBody.TokenBody);

        upstream.Calls.ShouldContain(call => call.Headers.ContainsKey("x-lc-sign"));
        trap.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_cookie_is_kept()
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(200, WireBody.DeviceCode, headers: "Set-Cookie: who=a; Path=/"));
        await using var gateway = await TestGateway.StartAsync(tapTap.Url);

        await gateway.GetAsync("GetNewQrCode");
        await gateway.GetAsync("GetNewQrCode");

        tapTap.Calls.Count.ShouldBe(2);
        tapTap.Calls.ShouldAllBe(call => !call.Headers.ContainsKey("cookie"));
    }

    [Fact]
    public async Task An_upstream_that_cannot_prove_its_name_is_refused()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var tapTap = FaultyServer.Start(_ => Faults.Answer(200, WireBody.DeviceCode), certificate);
        await using var gateway = await TestGateway.StartAsync(tapTap.Url);

        var answer = await gateway.GetAsync("GetNewQrCode");

        answer.Body.ShouldContain("TLS");
        tapTap.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("500")]
    [InlineData("reset")]
    [InlineData("close")]
    public async Task A_poll_that_went_wrong_is_not_sent_again_before_the_next_interval(string what)
    {
        var fault = what switch { "500" => Faults.Answer(500, ""), "reset" => Faults.Reset, _ => Faults.Close };
        await using var tapTap = FaultyServer.Start(call => call.Path.EndsWith("/code", StringComparison.Ordinal) ? Faults.Answer(200, WireBody.DeviceCode) : fault);
        await using var gateway = await TestGateway.StartAsync(tapTap.Url);
        await gateway.GetAsync("GetNewQrCode"); // leaves a warm connection, the kind on which a client likes to try again
        await gateway.PassIntervalAsync();

        await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);
        await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);

        tapTap.Calls.Count(call => call.Path.EndsWith("/token", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_proxy_is_taken_from_the_settings()
    {
        await using var proxy = FaultyServer.Start(Faults.Answer(200, WireBody.DeviceCode));
        await using var gateway = await TestGateway.StartAsync(new Uri("http://127.0.0.1:9"), $"--Regions:cn:Proxy={proxy.Url}");

        var answer = await gateway.GetAsync("GetNewQrCode");

        answer.Status.ShouldBe(200, answer.Body);
        proxy.Calls.Single().Target.ShouldStartWith("http://127.0.0.1:9/");
    }

    [Fact]
    public void Connections_are_renewed_and_nothing_is_taken_from_the_environment()
    {
        using var handler = UpstreamHttp.CreateHandler(null, null);

        handler.PooledConnectionLifetime.ShouldBe(TimeSpan.FromMinutes(2));
        handler.ConnectTimeout.ShouldBe(TimeSpan.FromSeconds(10));
        handler.UseProxy.ShouldBeFalse();
        handler.UseCookies.ShouldBeFalse();
        handler.AllowAutoRedirect.ShouldBeFalse();
        handler.AutomaticDecompression.ShouldBe(DecompressionMethods.None);
    }

    [Fact]
    public async Task An_upstream_without_https_is_refused_at_the_start()
    {
        var start = () => Gateway.StartAsync(["--Urls=http://127.0.0.1:0", "--Regions:cn:ApiUrl=http://open.tapapis.cn"], TimeProvider.System);

        (await start.ShouldThrowAsync<SettingsException>()).Message.ShouldContain("Regions:cn:ApiUrl");
    }
}
