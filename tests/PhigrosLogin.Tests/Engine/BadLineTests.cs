using System.Text;
using System.Text.Json;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Engine;

/// <summary>
/// Logins over a line as it is from abroad: 200 ms each way, 2 % of writes stalled for 0.2 to 3 s. On the real clock,
/// all logins at the same time; 20 of them, 100 with PHIGROSLOGIN_FULL=1.
/// </summary>
public class BadLineTests
{
    private static readonly int Logins = FullLength.Or(everyday: 20, full: 100);

    private static readonly RelayConditions Abroad = new()
    {
        Delay = TimeSpan.FromMilliseconds(200),
        StalledPercent = 2,
        Stall = (TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(3)),
    };

    [Fact]
    public async Task Every_login_over_a_slow_line_succeeds()
    {
        await using var world = await LineWorld.StartAsync(Abroad);

        var endings = await Task.WhenAll(Enumerable.Range(0, Logins).Select(_ => world.PlayAsync()));

        endings.ShouldAllBe(ending => ending == "succeeded");
    }

    [Fact]
    public async Task Every_login_over_a_line_that_breaks_succeeds_or_says_that_its_result_was_lost()
    {
        var grants = 0;
        // Besides the writes that chance takes, every fifth grant is lost on its way, because chance alone might spare
        // them.
        await using var world = await LineWorld.StartAsync(Abroad with
        {
            CutPercent = 5,
            // Longer than the three tries of an exchange take, so that chance never takes all three of one login.
            CutSpacing = TimeSpan.FromSeconds(10),
            Cuts = written => Encoding.UTF8.GetString(written.Span).Contains("mac_key", StringComparison.Ordinal) &&
                grants++ % 5 == 0,
        });

        var endings = await Task.WhenAll(Enumerable.Range(0, Logins).Select(_ => world.PlayAsync()));

        endings.ShouldAllBe(ending => ending == "succeeded" || ending == "failed result_lost");
        endings.ShouldContain("succeeded");
        endings.ShouldContain("failed result_lost");
    }

    /// <summary>A gateway, a bad line, and a simulator whose players confirm after 3 s.</summary>
    private sealed class LineWorld(SandboxUpstream simulator, TcpRelay relay, TestGateway gateway) : IAsyncDisposable
    {
        public static async Task<LineWorld> StartAsync(RelayConditions conditions)
        {
            var options = new SandboxOptions { Region = SandboxRegion.China,
                LinkBase = SandboxRegion.China.PublicLinkBase };
            var simulator = await SandboxUpstream.StartAsync(
                options, TimeProvider.System, TestContext.Current.CancellationToken);
            var relay = TcpRelay.Start(simulator.Url, conditions);
            return new LineWorld(simulator, relay,
                await TestGateway.StartInRealTimeAsync(relay.Url, "--Polling:MinimumInterval=1s"));
        }

        /// <summary>One login, from its QR code to its end: the final status, and the reason if there is one.</summary>
        public async Task<string> PlayAsync()
        {
            var login = await gateway.OpenAsync(new { region = "cn" });
            var state = await login.StateAsync("?ensureQr=true");
            // As the page does: whoever got no code asks again.
            while (state.GetProperty("qr").ValueKind == JsonValueKind.Null && state.Text("status") == "pending") state =
                await login.StateAsync("?ensureQr=true");
            while (!state.GetProperty("final").GetBoolean()) state = await login.StateAsync(
                $"?wait=50&after={state.GetProperty("version").GetInt64()}");
            return $"{state.Text("status")} {state.GetProperty("reason").GetString()}".TrimEnd();
        }

        public async ValueTask DisposeAsync()
        {
            await gateway.DisposeAsync();
            await relay.DisposeAsync();
            await simulator.DisposeAsync();
        }
    }
}
