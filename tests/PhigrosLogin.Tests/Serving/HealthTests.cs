using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Server;
using PhigrosLogin.Tests.Logins;
using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests.Serving;

/// <summary>Promise 40: what the gateway says of itself, and in which order it leaves.</summary>
public class HealthTests
{
    [Fact]
    public async Task After_a_SIGTERM_it_is_not_ready_at_once_and_serves_on_until_the_drain_is_over()
    {
        await using var world = await World.StartAsync(new ManualClock(), "--DrainTimeout=20s");
        var login = await world.OpenAsync();
        await using var events = await EventReader.OpenAsync(login);
        await events.NextAsync();

        world.Hear(PosixSignal.SIGTERM);
        (await ReadyAsync(world)).ShouldBe((503, "draining"));
        var userCode = await login.LookAsync();
        world.China.Codes.Scan(userCode);
        await world.PassSecondsAsync(19);
        world.Clock.Advance(TimeSpan.FromMilliseconds(999));
        var late = await RawHttp.PostAsync(world.Url, "/api/v1/logins", "{}");
        var seen = new List<string>();
        while (seen.LastOrDefault() != "scanned") seen.Add((await events.NextAsync())!.State);
        world.Clock.Advance(TimeSpan.FromMilliseconds(1));

        late.Status.ShouldBe(201);
        while (await events.NextAsync() is not null)
        {
            // until the stream ends with the drain
        }
        (await ReadyAsync(world)).ShouldBe((503, "stopping"));
        (await RawHttp.GetAsync(world.Url, "/health/live")).Body.ShouldBe("alive");
    }

    [Fact]
    public async Task While_it_drains_no_connection_is_kept()
    {
        await using var world = await World.StartAsync(new ManualClock(), "--DrainTimeout=20s");
        using var before = await world.Http.GetAsync("/health/live");

        world.Hear(PosixSignal.SIGTERM);
        using var during = await world.Http.GetAsync("/health/live");

        before.Headers.ConnectionClose.ShouldBeNull();
        during.Headers.ConnectionClose.ShouldBe(true);
    }

    [Theory]
    [InlineData("20s", PosixSignal.SIGINT)]
    [InlineData("20s", PosixSignal.SIGQUIT)]
    [InlineData("20s", PosixSignal.SIGTERM, PosixSignal.SIGTERM)]
    [InlineData("20s", PosixSignal.SIGTERM, PosixSignal.SIGINT)]
    [InlineData("0", PosixSignal.SIGTERM)]
    public async Task Ctrl_C_a_second_signal_and_no_drain_stop_it_at_once(string drain, params PosixSignal[] signals)
    {
        await using var world = await World.StartAsync(new ManualClock(), $"--DrainTimeout={drain}");

        foreach (var signal in signals) world.Hear(signal);

        (await ReadyAsync(world)).ShouldBe((503, "stopping"));
    }

    [Fact]
    public async Task A_program_that_drains_ends_well_at_its_second_signal()
    {
        await using var program = await ServerProcess.StartAsync(["--DrainTimeout=5m"]);

        program.Terminate();
        while ((await RawHttp.GetAsync(program.Url, "/health/ready")).Body != "draining")
        {
            // until it has heard the signal
        }
        program.Terminate();

        (await program.EndAsync()).ShouldBe(0, program.Console);
        program.Console.ShouldContain("Told to stop: not ready any more, serving for another 300 s");
    }

    [Theory]
    [InlineData(0, 0, "ready")]
    [InlineData(25, 0, "ready")]
    [InlineData(300, 0, "degraded")]
    [InlineData(-300, 0, "degraded")]
    [InlineData(0, 1, "degraded")]
    [InlineData(0, 6, "degraded")]
    public async Task A_clock_that_is_off_or_a_region_that_is_sick_is_no_reason_to_send_callers_elsewhere(int skew, int failures, string word)
    {
        var isFailing = false;
        var clock = new ManualClock();
        var date = (clock.GetUtcNow() + TimeSpan.FromSeconds(skew)).ToString("r", CultureInfo.InvariantCulture);
        await using var tapTap = FaultyServer.Start(_ => isFailing ? Faults.Answer(503, "") : Faults.Answer(200, WireBody.DeviceCode, headers: $"Date: {date}"));
        await using var gateway = await TestGateway.StartAsync(clock, tapTap.Url);

        for (var call = 0; call < 5; call++) await gateway.GetAsync("GetNewQrCode");
        isFailing = true;
        for (var call = 0; call < failures; call++) await gateway.GetAsync("GetNewQrCode");
        var asked = tapTap.Calls.Count;

        (await ReadyAsync(gateway)).ShouldBe((200, word));
        (await RawHttp.GetAsync(gateway.Url, "/health/live")).Body.ShouldBe("alive");
        tapTap.Calls.Count.ShouldBe(asked);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("301")]
    public async Task What_cannot_be_a_drain_stops_the_start(string drain)
    {
        var start = async () =>
        {
            await using var world = await World.StartAsync($"--DrainTimeout={drain}");
        };

        (await start.ShouldThrowAsync<SettingsException>()).Message.ShouldContain("DrainTimeout must be a time from 0s to 5m");
    }

    private static async Task<(int Status, string Word)> ReadyAsync(TestGateway gateway)
    {
        var answer = await RawHttp.GetAsync(gateway.Url, "/health/ready");
        return (answer.Status, answer.Body);
    }
}

internal static class TheirSignals
{
    /// <summary>Does what the program does at a signal, which would reach every gateway of this process.</summary>
    public static void Hear(this TestGateway gateway, PosixSignal signal) => gateway.Gateway.Services.GetRequiredService<Signals>().Hear(signal);
}
