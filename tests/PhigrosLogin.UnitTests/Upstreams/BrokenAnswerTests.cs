using System.Text;
using PhigrosLogin.FaultyUpstream;

namespace PhigrosLogin.Tests.Upstreams;

/// <summary>Promise 19: whatever an upstream sends becomes a documented answer, and nothing is logged as an exception.</summary>
public class BrokenAnswerTests
{
    private const string Pending = "\"code\":1,\"codeName\":\"LoginProcessNotDone\"}";

    public static TheoryData<string> Names() => [.. BrokenAnswers.All.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_broken_answer_becomes_a_documented_one(string name)
    {
        var fault = BrokenAnswers.All.Single(row => row.Name == name).Fault;
        await using var upstream = FaultyServer.Start(fault);
        await using var gateway = await TestGateway.StartAsync(upstream.Url);

        var code = await gateway.GetAsync("GetNewQrCode");
        var check = await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);
        var profile = await gateway.PostAsync("GetTapTapProfile", WireBody.TokenBody);
        var token = await gateway.PostAsync("GetPhigrosToken", WireBody.TokenBody);

        code.Status.ShouldBe(500);
        code.Body.ShouldEndWith("\"code\":11,\"codeName\":\"LoginOtherError\"}");
        code.Headers.ShouldContainKey("Retry-After");
        check.Status.ShouldBe(200, check.Body);
        check.Body.ShouldEndWith(Pending);
        check.Body.ShouldNotContain("\"error\":\"\"");
        profile.Status.ShouldBe(500);
        profile.Body.ShouldEndWith("\"code\":114,\"codeName\":\"GetProfileError\"}");
        token.Status.ShouldBe(500);
        token.Body.ShouldEndWith("\"code\":114,\"codeName\":\"GetProfileError\"}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_broken_answer_of_the_game_cloud_becomes_a_documented_one(string name)
    {
        var fault = BrokenAnswers.All.Single(row => row.Name == name).Fault;
        await using var upstream = FaultyServer.Start(call =>
            call.Path.StartsWith("/account/", StringComparison.Ordinal) ? Faults.Answer(200, WireBody.Profile) : fault);
        await using var gateway = await TestGateway.StartAsync(upstream.Url);

        var token = await gateway.PostAsync("GetPhigrosToken", WireBody.TokenBody);

        token.Status.ShouldBe(500);
        token.Body.ShouldEndWith("\"code\":1145,\"codeName\":\"LCLoginError\"}");
    }

    [Fact]
    public void The_corpus_has_at_least_80_rows() => BrokenAnswers.All.Length.ShouldBeGreaterThanOrEqualTo(80);

    [Fact]
    public async Task A_grant_behind_a_byte_order_mark_is_not_lost()
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(200, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(WireBody.Grant)]));
        await using var gateway = await TestGateway.StartAsync(tapTap.Url);

        var answer = await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);

        answer.Body.ShouldContain("\"macKey\":\"jzu9DBWyHMjMoH7ZaPI35T56znCgD6YG\"");
    }

    [Fact]
    public async Task A_grant_without_an_envelope_is_not_lost()
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(200, """{"kid":"k","mac_key":"m","token_type":"mac","mac_algorithm":"hmac-sha-1","more":[1]}"""));
        await using var gateway = await TestGateway.StartAsync(tapTap.Url);

        var answer = await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);

        answer.Body.ShouldBe("""{"data":{"kid":"k","token":"k","tokenType":"mac","macKey":"m","macAlgorithm":"hmac-sha-1","scope":""}}""");
    }

    [Fact]
    public async Task A_grant_that_also_names_an_error_is_no_grant()
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(200, """{"data":{"kid":"k","mac_key":"m","error":"access_denied"},"success":true}"""));
        await using var gateway = await TestGateway.StartAsync(tapTap.Url);

        var answer = await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);

        answer.Status.ShouldBe(500);
        answer.Body.ShouldContain("access_denied");
    }
}
