using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests.Packages;

/// <summary>The published file speaks TLS, and believes whom its machine believes and nobody else.</summary>
[Collection(nameof(Published))]
public sealed class PublishedTrustTests(Published published)
{
    [Fact]
    public async Task An_upstream_is_believed_for_its_certificate_alone()
    {
        using var folder = new TempFolder();
        using var known = LoopbackCertificate.Create();
        using var unknown = LoopbackCertificate.Create();
        var trusted = Path.Combine(folder.Path, "trusted.pem");
        await File.WriteAllTextAsync(trusted, known.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await using var china = FaultyServer.Start(_ => Faults.Answer(200, WireBody.DeviceCode), known);
        await using var international = FaultyServer.Start(_ => Faults.Answer(200, WireBody.DeviceCode), unknown);
        await using var gateway = await published.StartAsync(
            [.. TestGateway.PointAt("cn", china.Url), .. TestGateway.PointAt("global", international.Url)], ("SSL_CERT_FILE", trusted));

        var believed = await RawHttp.GetAsync(gateway.Url, "/api/LoginQrCode/GetNewQrCode");
        var refused = await RawHttp.GetAsync(gateway.Url, "/api/LoginQrCode/GetNewQrCode?region=global");

        believed.Status.ShouldBe(200, believed.Body);
        refused.Body.ShouldContain("TLS");
        international.Calls.ShouldBeEmpty();
    }
}
