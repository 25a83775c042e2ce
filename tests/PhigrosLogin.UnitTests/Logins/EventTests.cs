using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.Logins;

/// <summary>The live events of a login.</summary>
public class EventTests
{
    [Fact]
    public async Task The_state_comes_at_once_then_each_change_and_the_stream_ends_with_the_login()
    {
        await using var world = await World.StartAsync();
        var login = await world.OpenAsync();
        await using var events = await EventReader.OpenAsync(login);

        var seen = new List<SeenEvent?> { await events.NextAsync() };
        var userCode = await login.LookAsync();
        seen.Add(await events.NextAsync());
        world.China.Codes.Scan(userCode);
        await world.PassToPollAsync();
        seen.Add(await events.NextAsync());
        using var cancelled = await login.CancelAsync();
        seen.Add(await events.NextAsync());

        seen.Select(each => $"{each!.Id} {each.State}").ShouldBe(["1 pending", "2 pending", "3 scanned", "4 cancelled"]);
        (await events.NextAsync()).ShouldBeNull();
        events.Response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        events.Response.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
        events.Response.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task An_event_carries_what_the_state_says()
    {
        await using var world = await World.StartAsync();
        var login = await world.OpenAsync(new { requestedBy = "a bot" });
        await using var events = await EventReader.OpenAsync(login, "?lang=en");

        var seen = await events.NextAsync();

        seen!.Data.ToString().ShouldBe((await login.StateAsync("?lang=en")).ToString());
    }

    [Fact]
    public async Task A_reader_who_has_seen_the_end_gets_no_content_and_everybody_else_the_end()
    {
        await using var world = await World.StartAsync();
        var login = await world.OpenAsync();
        using var cancelled = await login.CancelAsync();
        var version = (await login.StateAsync()).GetProperty("version").GetInt64();

        await using var hasSeenIt = await EventReader.OpenAsync(login, lastEventId: version.ToString(CultureInfo.InvariantCulture));
        await using var hasNot = await EventReader.OpenAsync(login, lastEventId: "1");

        hasSeenIt.Response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await hasNot.NextAsync())!.State.ShouldBe("cancelled");
        (await hasNot.NextAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_ping_comes_every_15_seconds_without_a_change()
    {
        await using var world = await World.StartAsync(new ManualClock());
        var login = await world.OpenAsync();
        var sleeping = world.Clock.Waiting;
        await using var events = await EventReader.OpenAsync(login);
        await events.NextAsync();

        for (var ping = 0; ping < 3; ping++)
        {
            await world.Clock.UntilWaitingAsync(sleeping + 1);
            world.Clock.Advance(TimeSpan.FromSeconds(14));
            var next = events.NextBlockAsync();
            next.IsCompleted.ShouldBeFalse();
            world.Clock.Advance(TimeSpan.FromSeconds(1));
            (await next).ShouldBe("event: ping\ndata: {}");
        }
    }

    [Fact]
    public async Task A_login_has_at_most_16_streams_and_a_place_that_is_left_is_free_again()
    {
        await using var world = await World.StartAsync();
        var login = await world.OpenAsync();
        var other = await world.OpenAsync();
        var streams = new List<EventReader>();
        for (var stream = 0; stream < 16; stream++) streams.Add(await EventReader.OpenAsync(login));

        using var tooMany = await world.Http.GetAsync($"{login.Path}/events");
        await using var elsewhere = await EventReader.OpenAsync(other);
        foreach (var stream in streams) await stream.DisposeAsync();
        await using var afterwards = await EventReader.OpenWhenThereIsRoomAsync(login);

        await tooMany.ShouldBeProblemAsync(429, "rate_limited");
        tooMany.Headers.RetryAfter.ShouldNotBeNull();
        elsewhere.Response.StatusCode.ShouldBe(HttpStatusCode.OK);
        afterwards.Response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_viewers_stream_asks_for_a_code_and_for_the_next_one_when_it_is_over_and_no_other_stream_does()
    {
        await using var world = await World.StartAsync(new ManualClock());
        var login = await world.OpenAsync(new { expiresInSeconds = 1800 });
        await using var listener = await EventReader.OpenAsync(login);
        await listener.NextAsync();
        world.China.CountOf(SandboxOperation.DeviceCode).ShouldBe(0);

        await using var viewer = await EventReader.OpenAsync(login, "?ensureQr=true");
        var first = await UntilCodeAsync(viewer);
        await world.PassSecondsAsync(298);
        world.China.CountOf(SandboxOperation.DeviceCode).ShouldBe(1);
        await world.PassSecondsAsync(3);
        var second = await UntilCodeAsync(viewer);

        second.ShouldNotBe(first);
        world.China.CountOf(SandboxOperation.DeviceCode).ShouldBe(2);
        (await login.StateAsync()).GetProperty("qrNumber").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task A_viewers_stream_begins_at_once_and_tries_again_when_TapTap_gives_no_code()
    {
        var letGo = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = new ScriptedUpstream().Next(ScriptedUpstream.DeviceCode,
            async (reply, cancellationToken) =>
            {
                await letGo.Task.WaitAsync(cancellationToken);
                return await Faults.Answer(503, "busy", "text/plain")(reply, cancellationToken);
            });
        await using var gateway = await TestGateway.StartAsync(new ManualClock(), upstream.Url);
        var login = await gateway.OpenAsync();
        var lookAgain = TimeSpan.FromSeconds(5);

        await using var viewer = await EventReader.OpenAsync(login, "?ensureQr=true");
        var first = await viewer.NextAsync();
        letGo.SetResult();
        await gateway.Log.WhenAsync(line => line.Level == LogLevel.Warning && line.Text.Contains(login.Id[..6], StringComparison.Ordinal), count: 1);
        await gateway.Clock.UntilWakingInAsync(lookAgain);
        await login.StateAsync(); // by its answer the stream has the failure that was logged just before
        gateway.Clock.Advance(lookAgain);
        var code = await UntilCodeAsync(viewer);

        first!.State.ShouldBe("pending");
        code.ShouldContain("user_code=lyhtp");
        upstream.CountOf(ScriptedUpstream.DeviceCode).ShouldBe(2);
    }

    [Fact]
    public async Task Sixteen_viewers_of_a_silent_TapTap_ask_it_once()
    {
        var letGo = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = new ScriptedUpstream().Next(ScriptedUpstream.DeviceCode, ScriptedUpstream.Held(ScriptedUpstream.DeviceCode, letGo.Task));
        await using var gateway = await TestGateway.StartAsync(upstream.Url);
        var login = await gateway.OpenAsync();

        var viewers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => EventReader.OpenAsync(login, "?ensureQr=true")));
        foreach (var viewer in viewers) await viewer.NextAsync();
        letGo.SetResult();
        foreach (var viewer in viewers) await UntilCodeAsync(viewer);

        upstream.CountOf(ScriptedUpstream.DeviceCode).ShouldBe(1);
        foreach (var viewer in viewers) await viewer.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_leaves_while_TapTap_is_asked_takes_the_code_from_nobody()
    {
        var letGo = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = new ScriptedUpstream().Next(ScriptedUpstream.DeviceCode, ScriptedUpstream.Held(ScriptedUpstream.DeviceCode, letGo.Task));
        await using var gateway = await TestGateway.StartAsync(upstream.Url);
        var login = await gateway.OpenAsync();
        using var leave = new CancellationTokenSource();

        var leaving = gateway.Http.GetAsync($"{login.Path}/qr.svg", leave.Token);
        await upstream.WhenCalledAsync(ScriptedUpstream.DeviceCode);
        var staying = login.StateAsync("?ensureQr=true");
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(leaving);
        letGo.SetResult();

        (await staying).GetProperty("qr").Text("content").ShouldContain("user_code=lyhtp");
        upstream.CountOf(ScriptedUpstream.DeviceCode).ShouldBe(1);
    }

    [Fact]
    public async Task A_thousand_streams_each_get_a_change_promptly()
    {
        const int logins = 63;
        await using var world = await World.StartAsync();
        var opened = new List<OpenLogin>();
        for (var login = 0; login < logins; login++) opened.Add(await world.OpenAsync());
        var streams = await Task.WhenAll(opened.SelectMany(login => Enumerable.Repeat(login, 16)).Select(login => EventReader.OpenAsync(login)));
        (await Task.WhenAll(streams.Select(stream => stream.NextAsync()))).ShouldAllBe(seen => seen!.State == "pending");
        var start = TimeProvider.System.GetTimestamp();

        var ends = Task.WhenAll(streams.Select(stream => stream.NextAsync()));
        foreach (var cancelled in await Task.WhenAll(opened.Select(login => login.CancelAsync()))) cancelled.Dispose();
        var seen = await ends;

        TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        seen.Length.ShouldBe(1008);
        seen.ShouldAllBe(each => each!.State == "cancelled");
        foreach (var stream in streams) await stream.DisposeAsync();
    }

    private static async Task<string> UntilCodeAsync(EventReader events)
    {
        while (await events.NextAsync() is { } seen)
        {
            if (seen.Data.GetProperty("qr") is { ValueKind: System.Text.Json.JsonValueKind.Object } qr) return qr.Text("content");
        }
        throw new InvalidOperationException("The stream ended without a code.");
    }
}
