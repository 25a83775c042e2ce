using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests.Engine;

/// <summary>Promise 24: what happens while a region does not answer.</summary>
public sealed class OutageTests
{
    private static readonly Fault Failing = Faults.Answer(500, "");

    private readonly ManualClock _clock = new();
    private bool _isDown;

    [Fact]
    public async Task P24_New_codes_are_refused_at_once_but_for_one_probe_every_15_s()
    {
        await using var tapTap = StartTapTap();
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);
        await BreakAsync(gateway, tapTap);

        var refused = await gateway.GetAsync("GetNewQrCode");
        refused.Status.ShouldBe(500);
        refused.Body.ShouldEndWith("\"code\":11,\"codeName\":\"LoginOtherError\"}");
        refused.Headers["Retry-After"].ShouldBe("15");
        tapTap.CodesAsked.ShouldBe(5);

        for (var second = 1; second <= 90; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => gateway.GetAsync("GetNewQrCode")));
        }
        tapTap.CodesAsked.ShouldBe(5 + 6);
    }

    [Fact]
    public async Task P24_A_good_probe_ends_it()
    {
        await using var tapTap = StartTapTap();
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);
        await BreakAsync(gateway, tapTap);

        _isDown = false;
        _clock.Advance(TimeSpan.FromSeconds(14));
        var early = await gateway.GetAsync("GetNewQrCode");
        _clock.Advance(TimeSpan.FromSeconds(1));
        var probe = await gateway.GetAsync("GetNewQrCode");
        var next = await gateway.GetAsync("GetNewQrCode");

        early.Headers["Retry-After"].ShouldBe("1");
        early.Status.ShouldBe(500);
        probe.Status.ShouldBe(200);
        next.Status.ShouldBe(200);
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
    public async Task P24_Five_failures_over_more_than_30_s_are_no_outage()
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
        for (var call = 0; call < 5; call++) (await gateway.GetAsync("GetNewQrCode")).Headers["Retry-After"].ShouldBe("5");
        tapTap.CodesAsked.ShouldBe(asked + 5);
    }
}
