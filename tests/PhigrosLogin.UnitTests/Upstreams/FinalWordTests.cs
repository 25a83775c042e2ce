using PhigrosLogin.FaultyUpstream;

namespace PhigrosLogin.Tests.Upstreams;

/// <summary>Promise 5: which words go on and which end, wherever they stand and under whatever status.</summary>
public class FinalWordTests
{
    private static readonly string[] GoOn = ["authorization_pending", "authorization_waiting", "slow_down"];

    private static readonly string[] End =
        ["access_denied", "invalid_grant", "invalid_grant_code", "expired_token", "invalid_device_code", "device_code_expired", "invalid_request", "invalid_client", "forbidden", "never_heard_of"];

    private static readonly Func<string, string>[] Shapes =
    [
        word => WireBody.Error(word),
        word => WireBody.Error($"oauth2.tapapis.com.{word.ToUpperInvariant()}"),
        word => $$"""{"error":"{{word}}","error_description":"…"}""",
        word => $$"""{"error":{"code":-1,"error":"{{word}}"},"success":false}""",
    ];

    public static TheoryData<string, int, int, bool> Words()
    {
        var rows = new TheoryData<string, int, int, bool>();
        foreach (var word in GoOn.Concat(End))
        {
            for (var shape = 0; shape < Shapes.Length; shape++)
            {
                // The dotted form is told apart only for words that are known.
                if (shape == 1 && word is "invalid_request" or "invalid_client" or "forbidden" or "never_heard_of") continue;
                foreach (var status in (int[])[200, 400, 401, 403])
                {
                    rows.Add(word, shape, status, GoOn.Contains(word));
                }
            }
        }
        return rows;
    }

    [Theory]
    [MemberData(nameof(Words))]
    public async Task Only_pending_waiting_and_slow_down_go_on(string word, int shape, int status, bool goesOn)
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(status, Shapes[shape](word)));
        await using var gateway = await TestGateway.StartAsync(new ManualClock(), tapTap.Url);

        var first = await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);
        var calls = tapTap.Calls.Count;
        gateway.Clock.Advance(TimeSpan.FromSeconds(goesOn ? 60 : 600));
        var second = await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);

        calls.ShouldBe(1);
        if (goesOn)
        {
            first.Body.ShouldBe("""{"message":"Login progress not done","error":"","code":1,"codeName":"LoginProcessNotDone"}""");
            tapTap.Calls.Count.ShouldBe(2);
        }
        else
        {
            first.Status.ShouldBe(500);
            first.Body.ShouldContain(word);
            first.Body.ShouldEndWith("\"code\":11,\"codeName\":\"LoginOtherError\"}");
            second.Body.ShouldBe(first.Body);
            tapTap.Calls.Count.ShouldBe(1);
        }
    }

    [Fact]
    public async Task A_refusal_of_over_4_KB_is_retold_in_few_words()
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(400, WireBody.Error("access_denied", new string('x', 5000))));
        await using var gateway = await TestGateway.StartAsync(tapTap.Url);

        var answer = await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);

        answer.Body.ShouldContain("\\\"error\\\":\\\"access_denied\\\"");
        answer.Body.Length.ShouldBeLessThan(500);
    }

    [Theory]
    [InlineData("bdK9qxspDeBrbM2OUu4M0EBloEVR9App6Xh9buXD")]
    [InlineData("\\u0062dK9qxspDeBrbM2OUu4M0EBloEVR9App6Xh9buXD")]
    public async Task A_refusal_that_repeats_the_code_is_retold_without_it(string echo)
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(400, WireBody.Error("access_denied", $"no: {echo}")));
        await using var gateway = await TestGateway.StartAsync(tapTap.Url);

        var answer = await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);

        answer.Body.ShouldContain("access_denied");
        answer.Body.ShouldNotContain("dK9qxspDeBrbM2OUu4M0EBloEVR9App6Xh9buXD");
    }
}
