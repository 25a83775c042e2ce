using PhigrosLogin.Client;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests.Client;

/// <summary>A gateway in a process of its own that is killed, and a proxy that is busy; on the real clock.</summary>
public class LastingTests
{
    [Fact]
    public async Task A_gateway_that_is_killed_in_mid_wait_costs_nothing()
    {
        await using var world = await BotWorld.StartToKillAsync();
        using var client = ClientWorld.NewClient(world.Gateway.Url);
        var login = await client.CreateAsync();
        var code = await world.LookAsync(login.LoginUrl.ToString());
        var waiting = client.WaitAsync(login);
        // Polls follow each other this closely only while somebody waits for the result.
        await world.China.WhenCalledAsync(SandboxOperation.Token, 3, TestContext.Current.CancellationToken);

        await world.Gateway.KillAsync();
        await world.Gateway.StartAsync();
        world.China.Codes.Confirm(code);
        var outcome = await waiting;

        await world.ShouldOpenTheGameAsync(outcome.Result!.SessionToken.Reveal());
        await client.AcknowledgeAsync(login);
    }

    [Fact]
    public async Task A_gateway_that_was_killed_in_mid_watch_tells_the_rest()
    {
        await using var world = await BotWorld.StartToKillAsync();
        using var client = ClientWorld.NewClient(world.Gateway.Url);
        var login = await client.CreateAsync();
        var states = new List<LoginStatus>();

        await foreach (var status in client.WatchAsync(login.Id, needsQr: true))
        {
            if (states is [])
            {
                await world.Gateway.KillAsync();
                await world.Gateway.StartAsync();
                world.China.Codes.Confirm(status.Qr!.Content[^5..]);
            }
            states.Add(status.Status);
        }

        (states[0], states[^1]).ShouldBe((LoginStatus.Pending, LoginStatus.Succeeded));
        (await client.GetResultAsync(login)).Result.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_gateway_that_forgot_a_login_says_so()
    {
        await using var world = await BotWorld.StartToKillAsync();
        using var client = ClientWorld.NewClient(world.Gateway.Url);
        var waiting = client.WaitAsync(await client.CreateAsync());

        await world.Gateway.KillAsync();
        world.Gateway.EmptyStore();
        await world.Gateway.StartAsync();

        (await waiting.ShouldFailAsync()).Code.ShouldBe(GatewayErrorCodes.LoginNotFound);
    }

    [Fact]
    public async Task A_gateway_that_is_busy_is_asked_again_after_the_time_that_it_names()
    {
        await using var world = await BotWorld.StartAsync();
        await using var busy = await BusyProxy.StartAsync(world.Gateway.Url);
        using var client = ClientWorld.NewClient(busy.Url);

        var login = await client.CreateAsync();
        var waiting = client.WaitAsync(login);
        world.China.Codes.Confirm(await world.LookAsync(login.LoginUrl.ToString()));
        var outcome = await waiting;
        await client.AcknowledgeAsync(login);

        await world.ShouldOpenTheGameAsync(outcome.Result!.SessionToken.Reveal());
        busy.Waits.Count.ShouldBe(3); // to open, to read, to acknowledge
        busy.Waits.ShouldAllBe(wait => wait > TimeSpan.FromSeconds(2.9));
    }
}
