using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Polling;
using PhigrosLogin.Server.Logins;
using PhigrosLogin.Server.Store;
using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests.Engine;

/// <summary>Promises 8 and 9: clocks that jump, and clocks that are wrong.</summary>
public sealed class ClockTests
{
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    private readonly ManualClock _clock = new();

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task P08_A_jump_of_the_wall_clock_changes_neither_state_nor_pace(int hours)
    {
        await using var tapTap = ScriptedTapTap.Start(_clock, ScriptedTapTap.Waiting);
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);
        await gateway.GetAsync("GetNewQrCode");
        await gateway.PassIntervalAsync();
        await AskAsync(gateway);

        _clock.JumpWall(TimeSpan.FromHours(hours));
        for (var asked = 0; asked < 20; asked++) await AskAsync(gateway);
        _clock.Advance(TimeSpan.FromSeconds(3) - Instant);
        await AskAsync(gateway);
        tapTap.Polls.Count.ShouldBe(1);
        _clock.Advance(Instant);
        await AskAsync(gateway);
        tapTap.Polls.Count.ShouldBe(2);

        _clock.Advance(TimeSpan.FromSeconds(294) - Instant);
        (await AskAsync(gateway)).Body.ShouldContain("\"code\":1,");
        _clock.Advance(Instant);
        (await AskAsync(gateway)).Body.ShouldContain("invalid_grant_code");
        tapTap.Polls.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task P08_A_grant_after_a_jump_of_the_wall_clock_is_kept(int hours)
    {
        await using var tapTap = ScriptedTapTap.Start(_clock, ScriptedTapTap.Grant);
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);
        await gateway.GetAsync("GetNewQrCode");
        _clock.JumpWall(TimeSpan.FromHours(hours));
        _clock.Advance(TimeSpan.FromSeconds(90)); // sweeps pass

        var granted = await AskAsync(gateway);
        _clock.Advance(TimeSpan.FromSeconds(209));
        var again = await AskAsync(gateway);

        granted.Body.ShouldContain("macKey");
        again.Body.ShouldBe(granted.Body);
        (await gateway.StoredAsync(1))!.State.ShouldBe(DeviceCodeStatus.Granted);
    }

    [Theory]
    [InlineData(0, 300)]
    [InlineData(100, 200)]
    [InlineData(-3600, 300)]
    [InlineData(400, 0)]
    public async Task P08_After_a_restart_a_code_has_no_more_time_than_at_first(int jump, int rest)
    {
        var folder = Directory.CreateTempSubdirectory("clock-");
        var store = $"--Store={Path.Combine(folder.FullName, "logins.db")}";
        await using var tapTap = ScriptedTapTap.Start(_clock, ScriptedTapTap.Pending);
        await using (var first = await TestGateway.StartAsync(_clock, tapTap.Url, store)) await first.GetAsync("GetNewQrCode");

        _clock.JumpWall(TimeSpan.FromSeconds(jump));
        await using (var second = await TestGateway.StartAsync(_clock, tapTap.Url, store))
        {
            await AskAsync(second);
            _clock.Advance(TimeSpan.FromSeconds(rest) - (rest > 0 ? Instant : TimeSpan.Zero));
            if (rest > 0) (await AskAsync(second)).Body.ShouldContain("\"code\":1,");
            if (rest > 0) _clock.Advance(Instant);
            (await AskAsync(second)).Body.ShouldContain("invalid_grant_code");
        }

        tapTap.Polls.Count.ShouldBe(rest > 0 ? 1 : 0);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task P09_A_signature_refused_for_its_time_is_tried_once_more_with_TapTaps_clock()
    {
        var calls = 0;
        await using var tapTap = FaultyServer.Start(_ =>
            Interlocked.Increment(ref calls) == 1 ? Faults.Answer(400, WireBody.Error("invalid_time")) : Faults.Answer(200, WireBody.Profile));
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);

        var answer = await gateway.PostAsync("GetTapTapProfile", WireBody.TokenBody);

        answer.Status.ShouldBe(200, answer.Body);
        tapTap.Calls.Select(call => call.Headers["authorization"].Contains("ts=\"1723259060\"", StringComparison.Ordinal)).ShouldBe([false, true]);
    }

    [Fact]
    public async Task P09_When_that_is_refused_too_the_answer_names_the_clock()
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(400, WireBody.Error("invalid_time")));
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);

        var answer = await gateway.PostAsync("GetTapTapProfile", WireBody.TokenBody);

        answer.Status.ShouldBe(500);
        answer.Body.ShouldContain("clock");
        answer.Body.ShouldEndWith("\"code\":114,\"codeName\":\"GetProfileError\"}");
        tapTap.Calls.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(300, 1)]
    [InlineData(-300, 1)]
    [InlineData(20, 0)]
    public async Task P09_A_clock_that_is_off_gives_one_warning_and_a_measurement(int seconds, int warnings)
    {
        var date = (_clock.GetUtcNow() + TimeSpan.FromSeconds(seconds)).ToString("r", CultureInfo.InvariantCulture);
        await using var tapTap = FaultyServer.Start(Faults.Answer(200, WireBody.DeviceCode, headers: $"Date: {date}"));
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => gateway.GetAsync("GetNewQrCode")));

        gateway.Log.Lines.Count(line => line.Level == LogLevel.Warning && line.Text.Contains("clock", StringComparison.Ordinal)).ShouldBe(warnings);
        Measure(gateway)["cn"].ShouldBe(seconds);
    }

    private static Task<RawAnswer> AskAsync(TestGateway gateway) => gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(1));

    private static Dictionary<string, double> Measure(TestGateway gateway)
    {
        var measured = new Dictionary<string, double>();
        var meters = gateway.Gateway.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Scope == meters && instrument is { Name: "phigroslogin.upstream.clock_skew", Meter.Name: Server.Logins.LoginMetrics.MeterName }) self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) => measured[(string)tags[0].Value!] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return measured;
    }

    [Fact]
    public void The_clock_of_the_store_is_taken_over_forwards_and_never_backwards()
    {
        var time = new ManualClock();
        var start = new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
        var clock = new PhigrosLogin.Server.Logins.SteadyClock(time, start);
        time.Advance(TimeSpan.FromMinutes(5));

        clock.CatchUp(start.AddMinutes(15)); // the host was suspended for 10 min
        clock.CatchUp(start.AddMinutes(12));
        time.Advance(TimeSpan.FromMinutes(1));

        clock.Now.ShouldBe(start.AddMinutes(16));
    }
}
