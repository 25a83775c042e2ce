using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using PhigrosLogin.Polling;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Tests.Engine;

/// <summary>Real processes on a real file: what a kill, an orderly end and a lost connection leave.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task A_success_comes_again_byte_for_byte_after_a_lost_connection_and_after_kill_9()
    {
        await using var world = await ProcessWorld.StartAsync();
        var first = await world.StartGatewayAsync();
        var code = await world.ConfirmedCodeAsync(first);
        var passage = world.Relay.Next(isHeld: true);

        using (var leaving = new CancellationTokenSource())
        {
            var asking = AskUntilGrantedAsync(first.Url, code, leaving.Token);
            await passage.Given;
            await leaving.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => asking);
        }
        passage.Release();
        var answers = new List<RawAnswer?> { await ProcessWorld.AskAsync(first, code), await ProcessWorld.AskAsync(first, code) };
        await first.KillAsync();
        var second = await world.StartGatewayAsync();
        answers.Add(await ProcessWorld.AskAsync(second, code));

        answers.ShouldAllBe(answer => answer!.Status == 200 && answer.Body == answers[0]!.Body);
        world.Sandbox.Calls.Count(call => call.Operation == SandboxOperation.Token && call.Outcome == "granted").ShouldBe(1);
    }

    [Fact]
    public async Task A_kill_9_at_any_point_loses_no_committed_grant()
    {
        var outcomes = new List<(KillRound Round, KillOutcome Outcome)>();
        var start = Stopwatch.GetTimestamp();
        var plan = KillRound.Plan(FullLength.Or(everyday: 12, full: 120)).ToList();

        // Several at once, each on a file of its own: most of a round is waiting.
        await Parallel.ForEachAsync(
            plan.Index().GroupBy(round => round.Index % 4, round => round.Item),
            new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken },
            async (rounds, _) =>
            {
                await using var world = await ProcessWorld.StartAsync();
                var gateway = await world.StartGatewayAsync();
                foreach (var round in rounds)
                {
                    (var outcome, gateway) = await round.PlayAsync(world, gateway);
                    lock (outcomes) outcomes.Add((round, outcome));
                }
            });

        outcomes.Count.ShouldBe(plan.Count);
        Ends(KillPoint.WhileTapTapAnswers).ShouldAllBe(outcome => outcome == KillOutcome.Lost);
        Ends(KillPoint.AfterTheCallerWasAnswered).ShouldAllBe(outcome => outcome == KillOutcome.Kept);
        if (FullLength.IsOn) await KillReport.WriteAsync(outcomes, Stopwatch.GetElapsedTime(start));

        IEnumerable<KillOutcome> Ends(KillPoint point) => outcomes.Where(round => round.Round.Point == point).Select(round => round.Outcome);
    }

    [Fact]
    public async Task P16_SIGTERM_lets_a_poll_in_flight_finish_and_keeps_its_grant()
    {
        await using var world = await ProcessWorld.StartAsync();
        var gateway = await world.StartGatewayAsync();
        var code = await world.ConfirmedCodeAsync(gateway);
        var passage = world.Relay.Next(isHeld: true);
        var asking = ProcessWorld.AskAsync(gateway, code);
        await passage.Given;

        var start = Stopwatch.GetTimestamp();
        gateway.Terminate();
        await UntilRefusedAsync(gateway.Url);
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        passage.Release();
        var status = await gateway.EndAsync();

        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(20));
        status.ShouldBe(0, gateway.Console);
        gateway.Console.ShouldNotContain("fail:");
        gateway.Console.ShouldNotContain("crit:");
        (await asking)!.Body.ShouldContain("macKey");
        (await world.LeftBehindAsync(code))!.State.ShouldBe(DeviceCodeStatus.Granted);
    }

    private static async Task AskUntilGrantedAsync(Uri url, SimulatedCode code, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = url };
        while (true)
        {
            using var body = new StringContent(code.Body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
            using var answer = await http.PostAsync("/api/LoginQrCode/CheckQRCode", body, cancellationToken);
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, cancellationToken);
        }
    }

    private static async Task UntilRefusedAsync(Uri url)
    {
        while (true)
        {
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(url.Host, url.Port, TestContext.Current.CancellationToken);
            }
            catch (SocketException)
            {
                return;
            }
        }
    }
}
