using PhigrosLogin.Client;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Client;

/// <summary>A login step by step.</summary>
public class WatchTests
{
    [Fact]
    public async Task Every_step_is_told_once_up_to_the_end()
    {
        await using var world = await World.StartAsync();
        using var client = world.NewClient();
        var login = await client.CreateAsync();
        await using var steps = client.WatchAsync(login.Id, needsQr: true).GetAsyncEnumerator();

        var seen = new List<LoginSnapshot> { await NextAsync(steps) };
        var code = seen[0].Qr.ShouldNotBeNull().Content[^5..];
        world.China.Codes.Scan(code);
        await world.PassToPollAsync();
        seen.Add(await NextAsync(steps));
        world.China.Codes.Confirm(code);
        await world.PassToPollAsync();
        while (await steps.MoveNextAsync()) seen.Add(steps.Current);

        seen.Select(status => status.Status).Distinct().ShouldBeSubsetOf([LoginStatus.Pending, LoginStatus.Scanned, LoginStatus.Completing, LoginStatus.Succeeded]);
        (seen[0].Status, seen[1].Status, seen[^1].Status).ShouldBe((LoginStatus.Pending, LoginStatus.Scanned, LoginStatus.Succeeded));
        seen.Select(status => status.Version).ShouldBe(seen.Select(status => status.Version).Distinct().Order());
        seen[^1].Qr.ShouldBeNull();
    }

    [Fact]
    public async Task A_player_of_the_other_region_is_a_notice_and_moves_on()
    {
        await using var world = await World.StartAsync();
        using var client = world.NewClient();
        var login = await client.CreateAsync();
        world.China.Codes.Script(await world.LookAsync(login), SandboxScript.NeverPlayed, TimeSpan.Zero);
        await world.PassToPollAsync();

        LoginSnapshot? noticed = null;
        await foreach (var status in client.WatchAsync(login.Id))
        {
            noticed = status;
            if (status.Notice is not null) break;
        }
        var moved = await client.MoveAsync(login.Id, "global");

        (noticed!.Status, noticed.Notice, noticed.CanChangeRegion, noticed.QrNumber).ShouldBe((LoginStatus.Pending, LoginReason.NoPlayerAccount, true, 2));
        moved.Region.ShouldBe("global");
    }

    private static async Task<LoginSnapshot> NextAsync(IAsyncEnumerator<LoginSnapshot> steps)
    {
        (await steps.MoveNextAsync()).ShouldBeTrue();
        return steps.Current;
    }
}
