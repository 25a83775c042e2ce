using System.Diagnostics;
using PhigrosLogin.Server.Logins;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Postgres;

/// <summary>A login on one instance, kill -9 at a point of it, the other instance goes on; and whether the outcome is one that is permitted.</summary>
internal sealed record KillRound(KillPoint Point, TimeSpan Delay)
{
    /// <summary>So many rounds at each point, those that take longest first.</summary>
    public static IEnumerable<KillRound> Plan(int each) =>
        from number in Enumerable.Range(0, each)
        from point in Enum.GetValues<KillPoint>().OrderByDescending(point => point is KillPoint.GrantCommitted or KillPoint.InTheExchange or KillPoint.AroundTheCommit)
        select new KillRound(point, TimeSpan.FromMilliseconds(((number * 17) + 5) % 41));

    /// <summary>Plays it and starts the killed instance again.</summary>
    public async Task<KillOutcome> PlayAsync(KillWorld world)
    {
        var outcome = await (Point switch
        {
            KillPoint.LoginQrCodeNotCommitted => PlayLoginQrCodeAsync(world, isAnswered: false),
            KillPoint.LoginQrCodeAnswered => PlayLoginQrCodeAsync(world, isAnswered: true),
            _ => PlayLinkAsync(world),
        });
        world.B.Console.ShouldNotContain("fail:");
        world.B.Console.ShouldNotContain("crit:");
        await world.StartAAsync();
        return outcome;
    }

    private async Task<KillOutcome> PlayLinkAsync(KillWorld world)
    {
        using var atA = world.HttpOfA();
        var login = await atA.OpenAsync(new { region = "cn" });
        var everywhere = login with { CurrentHttp = () => world.Http };
        var userCode = Point == KillPoint.PendingUnseen ? null : await login.LookAsync();
        var (before, release) = await UntilPointAsync(world, login, userCode);
        await world.KillAAsync();
        var isGiven = userCode is not null && world.HasGranted(userCode);
        var committed = await world.CommittedAsync(login.Id);
        release();

        if (userCode is null) userCode = await everywhere.LookAsync();
        if (!isGiven && Point != KillPoint.PollOnItsWay) world.Sandbox.Codes.Confirm(userCode);
        // Nobody is connected: it is the other instance that notices.
        if (Point == KillPoint.Shown) await world.UntilGrantedAsync(userCode);

        if (isGiven && committed.TryRead(out _)!.Value.State.IsOpen)
        {
            var lost = await everywhere.UntilAsync("failed");
            lost.Text("reason").ShouldBe("result_lost");
            return KillOutcome.Lost;
        }
        await everywhere.UntilAsync("succeeded");
        using var result = await everywhere.ResultAsync();
        var after = await result.Content.ReadAsStringAsync();
        after.ShouldContain("sessionToken");
        if (before is not null) after.ShouldBe(before);
        return KillOutcome.Kept;
    }

    // What the caller has read by then, and what lets go of a call that is held.
    private async Task<(string? Read, Action Release)> UntilPointAsync(KillWorld world, OpenLogin login, string? userCode)
    {
        if (Point is KillPoint.PendingUnseen or KillPoint.Shown) return (null, () => { });
        if (Point is KillPoint.Scanned)
        {
            world.Sandbox.Codes.Scan(userCode!);
            await login.UntilAsync("scanned");
            return (null, () => { });
        }
        var held = Point switch
        {
            KillPoint.PollOnItsWay => world.Relay.HoldBefore(TapTapRelay.Token),
            KillPoint.GrantCommitted => world.Relay.HoldBefore(TapTapRelay.Profile),
            KillPoint.InTheExchange => world.Relay.Hold(TapTapRelay.Users),
            KillPoint.GrantedNotCommitted or KillPoint.AroundTheCommit => world.Relay.Hold(TapTapRelay.Token, "mac_key"),
            _ => null,
        };
        world.Sandbox.Codes.Confirm(userCode!);
        // Somebody is connected, so that it is polled at the full pace.
        var watching = login.UntilAsync("succeeded");
        _ = watching.ContinueWith(gone => gone.Exception, TaskScheduler.Default);
        if (held is null)
        {
            await watching;
            if (Point == KillPoint.SucceededUnread) return (null, () => { });
            using var result = await login.ResultAsync();
            return (await result.Content.ReadAsStringAsync(), () => { });
        }
        await held.Given;
        if (Point == KillPoint.AroundTheCommit) await ReleaseAndWaitAsync(held);
        return (null, Point is KillPoint.PollOnItsWay or KillPoint.GrantCommitted ? held.Drop : held.Release);
    }

    private async Task ReleaseAndWaitAsync(HeldAnswer held)
    {
        held.Release();
        await held.Written;
        // A few milliseconds to the tenth, which no timer gives.
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < Delay) Thread.SpinWait(100);
    }

    private static async Task<KillOutcome> PlayLoginQrCodeAsync(KillWorld world, bool isAnswered)
    {
        var code = await world.NewCodeAsync();
        if (isAnswered)
        {
            world.Sandbox.Codes.Confirm(code.UserCode);
            var before = await KillWorld.UntilDecidedAsync(world.A.Url, code);
            await world.KillAAsync();
            (await KillWorld.UntilDecidedAsync(world.Nginx.Url, code)).Body.ShouldBe(before.Body);
            return KillOutcome.Kept;
        }

        var held = world.Relay.Hold(TapTapRelay.Token, "mac_key");
        var asking = world.AskThroughNginxAsync(code);
        await held.Given;
        await world.KillAAsync();
        held.Release();
        await asking;
        var after = await KillWorld.UntilDecidedAsync(world.B.Url, code);

        after.Status.ShouldBe(500, after.Body);
        after.Body.ShouldContain("\"code\":11,");
        return KillOutcome.Lost;
    }
}
