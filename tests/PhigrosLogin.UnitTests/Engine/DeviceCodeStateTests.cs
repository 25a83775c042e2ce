using Microsoft.Extensions.DependencyInjection;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Polling;
using PhigrosLogin.Server.Store;
using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests.Engine;

/// <summary>Promises 6, 7, 10 and 14: what becomes of one code.</summary>
public sealed class DeviceCodeStateTests
{
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(300);

    private readonly ManualClock _clock = new();

    [Fact]
    public async Task P06_A_scan_is_not_undone_within_a_code_and_a_new_code_starts_again()
    {
        await using var tapTap = ScriptedTapTap.Start(_clock, ScriptedTapTap.Waiting, ScriptedTapTap.Pending, ScriptedTapTap.SlowDown, Faults.Answer(500, ""));
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);
        await gateway.GetAsync("GetNewQrCode");

        var states = new List<DeviceCodeStatus>();
        foreach (var wait in (int[])[3, 3, 3, 8])
        {
            _clock.Advance(TimeSpan.FromSeconds(wait));
            (await gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(1))).Body.ShouldContain("\"code\":1,");
            states.Add((await gateway.StoredAsync(1))!.State);
        }
        await gateway.GetAsync("GetNewQrCode");

        tapTap.Polls.Count.ShouldBe(4);
        states.ShouldAllBe(state => state == DeviceCodeStatus.Scanned);
        (await gateway.StoredAsync(2))!.State.ShouldBe(DeviceCodeStatus.Pending);
        gateway.Log.Lines.Count(line => line.Text.Contains("is now Scanned", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task P07_A_code_is_polled_up_to_its_last_moment()
    {
        await using var tapTap = ScriptedTapTap.Start(_clock, ScriptedTapTap.Grant);
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);
        await gateway.GetAsync("GetNewQrCode");
        _clock.Advance(Life - Instant);

        var answer = await gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(1));

        answer.Body.ShouldContain("macKey");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task P07_From_its_end_on_a_code_is_expired_and_not_polled(int late)
    {
        await using var tapTap = ScriptedTapTap.Start(_clock, ScriptedTapTap.Grant);
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);
        await gateway.GetAsync("GetNewQrCode");
        _clock.Advance(Life + (late * Instant));

        var answer = await gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(1));
        _clock.Advance(TimeSpan.FromSeconds(60));
        var later = await gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(1));

        answer.Status.ShouldBe(500);
        answer.Body.ShouldContain("\\\"error\\\":\\\"invalid_grant_code\\\"");
        answer.Body.ShouldContain($"\\\"now\\\":{(_clock.GetUtcNow() - TimeSpan.FromSeconds(60)).ToUnixTimeSeconds()}");
        answer.Body.ShouldEndWith("\"code\":11,\"codeName\":\"LoginOtherError\"}");
        later.Status.ShouldBe(500);
        tapTap.Polls.ShouldBeEmpty();
        gateway.Log.Lines.Count(line => line.Text.Contains("is now Expired", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task P07_An_answer_in_flight_across_the_end_still_counts(bool isGrant)
    {
        var hold = new Hold();
        await using var tapTap = ScriptedTapTap.Start(_clock, hold.Before(isGrant ? ScriptedTapTap.Grant : ScriptedTapTap.Pending));
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);
        await gateway.GetAsync("GetNewQrCode");
        _clock.Advance(Life - Instant);
        var asked = gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(1));
        await tapTap.WhenPolledAsync(1);

        _clock.Advance(2 * Instant);
        hold.Release();
        var answer = await asked;
        var again = await gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(1));

        if (isGrant)
        {
            answer.Body.ShouldContain("macKey");
            again.Body.ShouldBe(answer.Body);
        }
        else
        {
            answer.Status.ShouldBe(500);
            again.Body.ShouldContain("invalid_grant_code");
        }
        tapTap.Polls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task P10_A_caller_who_leaves_does_not_cost_the_grant()
    {
        var hold = new Hold();
        await using var tapTap = ScriptedTapTap.Start(_clock, hold.Before(ScriptedTapTap.Grant));
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);
        await gateway.GetAsync("GetNewQrCode");
        await gateway.PassIntervalAsync();

        using var patience = new CancellationTokenSource();
        var leaving = gateway.Http.PostAsync("/api/LoginQrCode/CheckQRCode", new StringContent(ScriptedTapTap.BodyOf(1), new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")), patience.Token);
        await tapTap.WhenPolledAsync(1);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => leaving);
        _clock.Advance(TimeSpan.FromSeconds(1));
        hold.Release();
        var next = await gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(1));

        next.Status.ShouldBe(200);
        next.Body.ShouldContain("macKey");
        tapTap.Polls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task P10_The_grant_is_in_the_store_before_anybody_is_answered()
    {
        await using var tapTap = ScriptedTapTap.Start(_clock, ScriptedTapTap.Grant);
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);
        await gateway.GetAsync("GetNewQrCode");
        await gateway.PassIntervalAsync();

        await gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(1));

        (await gateway.StoredAsync(1))!.State.ShouldBe(DeviceCodeStatus.Granted);
    }

    [Theory]
    [InlineData("close")]
    [InlineData("reset")]
    [InlineData("timeout")]
    [InlineData("502")]
    [InlineData("nonsense")]
    public async Task P14_A_code_that_was_spent_by_a_lost_answer_is_lost_and_not_expired(string how)
    {
        await using var tapTap = ScriptedTapTap.Start(_clock, Dropped(how), ScriptedTapTap.Used);
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);
        await gateway.GetAsync("GetNewQrCode");
        await gateway.PassIntervalAsync();

        var first = gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(1));
        await tapTap.WhenPolledAsync(1);
        if (how == "timeout") _clock.Advance(TimeSpan.FromSeconds(15));
        (await first).Body.ShouldContain("\"code\":1,");
        _clock.Advance(TimeSpan.FromSeconds(6));
        var second = await gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(1));

        second.Status.ShouldBe(500);
        second.Body.ShouldContain("\\\"error\\\":\\\"invalid_grant_code\\\"");
        second.Body.ShouldEndWith("\"code\":11,\"codeName\":\"LoginOtherError\"}");
        (await gateway.StoredAsync(1))!.State.ShouldBe(DeviceCodeStatus.Lost);
        gateway.Log.Lines.Count(line => line.Text.Contains("is lost", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task P14_A_code_that_nobody_asked_about_before_is_expired_and_not_lost()
    {
        await using var tapTap = ScriptedTapTap.Start(_clock, ScriptedTapTap.Pending, ScriptedTapTap.Used);
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);
        await gateway.GetAsync("GetNewQrCode");

        await gateway.PassIntervalAsync();
        await gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(1));
        await gateway.PassIntervalAsync();
        await gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(1));

        (await gateway.StoredAsync(1))!.State.ShouldBe(DeviceCodeStatus.Expired);
    }

    [Theory]
    [InlineData("close")]
    [InlineData("nonsense")]
    public async Task P14_A_code_that_TapTap_called_unspent_after_the_lost_answer_is_expired_and_not_lost(string how)
    {
        await using var tapTap = ScriptedTapTap.Start(_clock, Dropped(how), ScriptedTapTap.Pending, ScriptedTapTap.Used);
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);
        await gateway.GetAsync("GetNewQrCode");

        await gateway.PassIntervalAsync();
        await gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(1));
        _clock.Advance(TimeSpan.FromSeconds(6));
        await gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(1));
        await gateway.PassIntervalAsync();
        await gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(1));

        tapTap.Polls.Count.ShouldBe(3);
        (await gateway.StoredAsync(1))!.State.ShouldBe(DeviceCodeStatus.Expired);
    }

    private static Fault Dropped(string how) => how switch
    {
        "close" => Faults.Close,
        "reset" => Faults.Reset,
        "timeout" => Faults.Silent,
        "502" => Faults.Answer(502, "<html>", "text/html"),
        _ => Faults.CutOff(WireBody.Grant),
    };
}

/// <summary>A look into the store of a running gateway.</summary>
internal static class StoreLook
{
    public static Task<StoredCode?> StoredAsync(this TestGateway gateway, int code) =>
        gateway.Gateway.Services.GetRequiredService<ILoginStore>().FindAsync(CodeKey.Of("cn", new Secret(ScriptedTapTap.CodeOf(code))));
}
