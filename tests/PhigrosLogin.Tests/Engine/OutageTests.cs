using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Engine;

/// <summary>Promise 24: what happens while a region does not answer.</summary>
public sealed class OutageTests
{
    private static readonly Fault Failing = Faults.Answer(500, "");

    private readonly ManualClock _clock = new();
    private bool _isDown;

    [Fact]
    public async Task P24_New_codes_are_refused_at_once_and_one_probe_is_sent_every_15_s()
    {
        await using var tapTap = StartTapTap();
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);
        await BreakAsync(gateway, tapTap);

        var refused = await gateway.GetAsync("GetNewQrCode");
        refused.Status.ShouldBe(500);
        refused.Body.ShouldEndWith("\"code\":11,\"codeName\":\"LoginOtherError\"}");
        refused.Headers["Retry-After"].ShouldBe("15");
        tapTap.CodesAsked.ShouldBe(8);

        for (var second = 1; second <= 90; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            if (second % 15 == 0) await UntilAskedAsync(tapTap, 8 + (second / 15));
            await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => gateway.GetAsync("GetNewQrCode")));
        }
        tapTap.CodesAsked.ShouldBe(8 + 6);
    }

    [Fact]
    public async Task P24_A_good_probe_ends_it_although_nobody_asks()
    {
        await using var tapTap = StartTapTap();
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);
        await BreakAsync(gateway, tapTap);

        _isDown = false;
        _clock.Advance(TimeSpan.FromSeconds(14));
        var early = await gateway.GetAsync("GetNewQrCode");
        var asked = tapTap.CodesAsked;
        _clock.Advance(TimeSpan.FromSeconds(1));
        await gateway.Log.WhenAsync(line => line.Text.Contains("answers again", StringComparison.Ordinal), 1);
        var probes = tapTap.CodesAsked - asked;
        var next = await gateway.GetAsync("GetNewQrCode");
        _clock.Advance(TimeSpan.FromMinutes(2));

        early.Headers["Retry-After"].ShouldBe("1");
        early.Status.ShouldBe(500);
        probes.ShouldBe(1);
        next.Status.ShouldBe(200);
        tapTap.CodesAsked.ShouldBe(asked + 2);
    }

    [Fact]
    public async Task P24_A_code_that_was_shown_is_polled_on_at_its_own_widened_pace()
    {
        await using var tapTap = StartTapTap();
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);
        await gateway.GetAsync("GetNewQrCode");
        await BreakAsync(gateway, tapTap);

        for (var second = 1; second <= 21; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            (await gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(1))).Body.ShouldContain("\"code\":1,");
        }
        _isDown = false;
        _clock.Advance(TimeSpan.FromSeconds(24));
        var answer = await gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(1));

        tapTap.Polls.Select(poll => poll.At.TotalSeconds).ShouldBe([3, 9, 21, 45]);
        answer.Body.ShouldContain("macKey");
    }

    [Fact]
    public async Task P24_The_other_region_does_not_notice()
    {
        await using var tapTap = StartTapTap();
        await using var abroad = ScriptedTapTap.Start(_clock, ScriptedTapTap.Grant);
        abroad.Issue = number => Faults.Answer(200, ScriptedTapTap.DeviceCode(number).Replace("taptap.cn", "taptap.io", StringComparison.Ordinal));
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url, [.. TestGateway.PointAt("global", abroad.Url)]);
        await BreakAsync(gateway, tapTap);

        var code = await gateway.GetAsync("GetNewQrCode", "?region=global");
        await gateway.PassIntervalAsync();
        var answer = await gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(1), "?region=global");

        code.Status.ShouldBe(200, code.Body);
        answer.Status.ShouldBe(200, answer.Body);
        (await gateway.GetAsync("GetNewQrCode")).Status.ShouldBe(500);
    }

    [Fact]
    public async Task P24_Eight_failures_over_more_than_30_s_are_no_outage()
    {
        await using var tapTap = StartTapTap();
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);

        _isDown = true;
        for (var call = 1; call <= 10; call++)
        {
            await gateway.GetAsync("GetNewQrCode");
            _clock.Advance(TimeSpan.FromSeconds(8));
        }

        tapTap.CodesAsked.ShouldBe(10);
    }

    [Theory]
    [InlineData("503", 8, true, "errors")]
    [InlineData("503", 7, false, "errors")]
    [InlineData("reset", 8, true, "unreachable")]
    [InlineData("firewall", 8, true, "blocked")]
    [InlineData("nonsense", 10, false, "bad_response")]
    [InlineData("refusal", 10, false, null)]
    [InlineData("429", 10, false, null)]
    public async Task P24_What_counts_is_silence_a_failure_or_a_block_and_never_an_answer(string what, int failures,
        bool isDown, string? problem)
    {
        await using var tapTap = StartTapTap();
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);
        for (var call = failures; call < 10; call++) (await gateway.GetAsync("GetNewQrCode")).Status.ShouldBe(200);
        tapTap.Issue = _ => what switch
        {
            "503" => Faults.Answer(503, ""),
            "reset" => Faults.Reset,
            "firewall" => Faults.Answer(403, "<html>blocked</html>", "text/html"),
            "nonsense" => Faults.Answer(200, "{}"),
            "refusal" => Faults.Answer(400, Upstreams.WireBody.Error("invalid_client")),
            _ => Faults.Answer(429, ""),
        };

        for (var call = 0; call < failures; call++) await gateway.GetAsync("GetNewQrCode");

        var region = await gateway.RegionAsync();
        region.Text("status").ShouldBe(isDown ? "down" : problem is null ? "ok" : "degraded");
        region.GetProperty("cause").GetString().ShouldBe(problem is null ? null : "taptap");
        region.GetProperty("problem").GetString().ShouldBe(problem);
    }

    [Fact]
    public async Task P24_Codes_and_tokens_that_callers_bring_close_nothing()
    {
        _isDown = true;
        await using var tapTap = FaultyServer.Start(
            _ => _isDown ? Failing : Faults.Answer(200, ScriptedTapTap.DeviceCode(1)));
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);

        for (var call = 1; call <= 12; call++)
        {
            await gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(call));
            await gateway.PostAsync("GetTapTapProfile", Upstreams.WireBody.TokenBody);
            await gateway.PostAsync("GetPhigrosToken", Upstreams.WireBody.TokenBody);
        }
        _isDown = false;

        (await gateway.RegionAsync()).Text("status").ShouldBe("degraded");
        (await gateway.GetAsync("GetNewQrCode")).Status.ShouldBe(200);
    }

    private static async Task UntilAskedAsync(ScriptedTapTap tapTap, int codes)
    {
        while (tapTap.CodesAsked < codes)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private ScriptedTapTap StartTapTap()
    {
        var tapTap = ScriptedTapTap.Start(_clock, _ => _isDown ? Failing : ScriptedTapTap.Grant);
        tapTap.Issue = number => _isDown ? Failing : Faults.Answer(200, ScriptedTapTap.DeviceCode(number));
        return tapTap;
    }

    private async Task BreakAsync(TestGateway gateway, ScriptedTapTap tapTap)
    {
        _isDown = true;
        var asked = tapTap.CodesAsked;
        for (var call = 0; call < 8; call++)
            (await gateway.GetAsync("GetNewQrCode")).Headers["Retry-After"].ShouldBe("5");
        tapTap.CodesAsked.ShouldBe(asked + 8);
    }
}
