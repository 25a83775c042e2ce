namespace PhigrosLogin.Tests.Engine;

/// <summary>Promise 22 at the HTTP API: what callers see while a region is at its limit of calls per second.</summary>
public sealed class OverloadTests
{
    private readonly ManualClock _clock = new();

    [Fact(Timeout = 60_000)]
    public async Task P22_Sixty_codes_requested_at_once_all_come_within_a_second()
    {
        await using var tapTap = ScriptedTapTap.Start(_clock, ScriptedTapTap.Pending);
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);

        var requests = Enumerable.Range(0, 60).Select(_ => gateway.GetAsync("GetNewQrCode")).ToList();
        await UntilAsync(() => requests.Count(request => request.IsCompleted) == 50);
        for (var step = 0; step < 60 && !requests.TrueForAll(request => request.IsCompleted); step++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(20));
            await UntilAsync(() => requests.Count(request => request.IsCompleted) >= tapTap.CodesAsked);
        }

        (await Task.WhenAll(requests)).ShouldAllBe(answer => answer.Status == 200);
        _clock.GetTimestamp().ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(1.2).Ticks);
    }

    [Fact(Timeout = 60_000)]
    public async Task P22_A_caller_whose_poll_waits_for_its_permit_is_answered_after_two_seconds()
    {
        await using var tapTap = ScriptedTapTap.Start(_clock, ScriptedTapTap.Pending);
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url, "--Upstream:CallsPerSecond=1");
        var callers = Enumerable.Range(1, 9)
            .Select(number => gateway.PostAsync("CheckQRCode", ScriptedTapTap.BodyOf(number)))
            .ToList();
        await Task.WhenAny(callers);

        // One is answered; the clock stands still until each of the others waits for its permit.
        await UntilAsync(() => _clock.WakingIn(TimeSpan.FromSeconds(2)) >= 2 * 8);
        _clock.Advance(TimeSpan.FromSeconds(2));

        (await Task.WhenAll(callers)).ShouldAllBe(answer => answer.Body.Contains("\"code\":1,"));
        for (var second = 3; second <= 9; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await tapTap.WhenPolledAsync(second);
        }
    }

    private static async Task UntilAsync(Func<bool> isTrue)
    {
        while (!isTrue())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
