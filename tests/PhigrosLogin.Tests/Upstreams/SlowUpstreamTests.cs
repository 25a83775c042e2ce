using System.Diagnostics;
using System.Net;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.Upstreams;

/// <summary>Promise 17: an upstream has 15 s for a whole answer and 10 s for a connection, and nobody else waits for
/// it.</summary>
[Collection(nameof(Alone))]
public class SlowUpstreamTests
{
    private static readonly (string Name, Fault Fault)[] Slow =
        [("silence", Faults.Silent), ("drip", Faults.Drip), ("endless headers", Faults.EndlessHeaders)];

    private static readonly (string Path, string Route, string Answer)[] Places =
    [
        ("/oauth2/v1/device/code", "GetNewQrCode", """{"message":"Error processing request","error":"TapTap did not answer in time.","code":11,"codeName":"LoginOtherError"}"""),
        ("/oauth2/v1/token", "CheckQRCode", """{"message":"Login progress not done","error":"TapTap did not answer in time.","code":1,"codeName":"LoginProcessNotDone"}"""),
        ("/account/profile/v1", "GetTapTapProfile", """{"message":"Error processing request","error":"TapTap did not answer in time.","code":114,"codeName":"GetProfileError"}"""),
        ("/account/profile/v1", "GetPhigrosToken", """{"message":"Error processing request","error":"TapTap did not answer in time.","code":114,"codeName":"GetProfileError"}"""),
        ("/1.1/users", "GetPhigrosToken", """{"message":"Error processing request","error":"The game cloud did not answer in time.","code":1145,"codeName":"LCLoginError"}"""),
    ];

    [Fact]
    public async Task A_slow_upstream_is_given_up_after_15_s_while_others_are_served()
    {
        var practice = new SandboxOptions { Region = SandboxRegion.International, LinkBase = new Uri("https://accounts.taptap.io"), DefaultScript = null };
        await using var healthy = await SandboxUpstream.StartAsync(practice, TimeProvider.System, TestContext.Current.CancellationToken);
        var cases = await Task.WhenAll(Slow.SelectMany(_ => Places, (slow, place) => SlowCase.StartAsync(slow.Name, slow.Fault, place.Path, place.Route, place.Answer, healthy.Url)));

        await Task.WhenAll(cases.Select(one => one.RunAsync()));

        foreach (var one in cases)
        {
            one.Answer.ShouldBe(one.Expected, one.Name);
            one.Took.ShouldBeInRange(TimeSpan.FromSeconds(14.5), TimeSpan.FromSeconds(16.5), one.Name);
            one.Others.Count.ShouldBeGreaterThan(10, one.Name);
            one.Others.Max().ShouldBeLessThan(TimeSpan.FromSeconds(1), one.Name);
            await one.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_connection_that_does_not_come_about_is_given_up_after_10_s_and_for_a_code_tried_again_for_5_s()
    {
        using var deaf = new DeafListener(IPAddress.Loopback);
        await deaf.FillAsync();
        await using var gateway = await TestGateway.StartInRealTimeAsync(new Uri($"http://{deaf.EndPoint}"));

        var (code, poll) = (TimedAsync(gateway.GetAsync("GetNewQrCode")), TimedAsync(gateway.PostAsync("CheckQRCode",
            WireBody.CodeBody)));

        (await poll).Took.ShouldBeInRange(TimeSpan.FromSeconds(9.5), TimeSpan.FromSeconds(11.5));
        (await code).Took.ShouldBeInRange(TimeSpan.FromSeconds(14.5), TimeSpan.FromSeconds(16.5));
        (await poll).Body.ShouldBe("""{"message":"Login progress not done","error":"TapTap did not accept a connection in time.","code":1,"codeName":"LoginProcessNotDone"}""");
        (await code).Body.ShouldBe("""{"message":"Error processing request","error":"TapTap did not accept a connection in time.","code":11,"codeName":"LoginOtherError"}""");

        static async Task<(string Body, TimeSpan Took)> TimedAsync(Task<RawAnswer> asked)
        {
            var watch = Stopwatch.StartNew();
            return ((await asked).Body, watch.Elapsed);
        }
    }

    /// <summary>A gateway whose region cn is slow in one place and whose region global is well.</summary>
    private sealed class SlowCase(string name, string route, string expected, FaultyServer upstream, TestGateway gateway) : IAsyncDisposable
    {
        public string Name => name;

        public string Expected => expected;

        public string Answer { get; private set; } = "";

        public TimeSpan Took { get; private set; }

        /// <summary>How long each answer to somebody else took.</summary>
        public List<TimeSpan> Others { get; } = [];

        public static async Task<SlowCase> StartAsync(string fault, Fault how, string path, string route, string expected, Uri healthy)
        {
            var upstream = FaultyServer.Start(call => call.Path == path ? how : Faults.Answer(200, WireBody.Profile));
            // In this process, which is warm: a second is measured, also on a machine that is starting twelve of the published file.
            var gateway = await TestGateway.StartAsync(TimeProvider.System, upstream.Url, [.. TestGateway.PointAt("global", healthy)]);
            return new SlowCase($"{fault} at {path}", route, expected, upstream, gateway);
        }

        public async Task RunAsync()
        {
            var watch = Stopwatch.StartNew();
            var slow = route switch
            {
                "GetNewQrCode" => gateway.GetAsync(route),
                "CheckQRCode" => gateway.PostAsync(route, WireBody.CodeBody),
                _ => gateway.PostAsync(route, WireBody.TokenBody),
            };
            var others = ServeOthersUntilAsync(slow);
            Answer = (await slow).Body;
            Took = watch.Elapsed;
            await others;
        }

        public async ValueTask DisposeAsync()
        {
            await gateway.DisposeAsync();
            await upstream.DisposeAsync();
        }

        private async Task ServeOthersUntilAsync(Task end)
        {
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
            while (!end.IsCompleted)
            {
                var code = await TimedAsync(gateway.GetAsync("GetNewQrCode", "?region=global"));
                await TimedAsync(gateway.PostAsync("CheckQRCode", code.Body));
                await pause.WaitForNextTickAsync();
            }
        }

        private async Task<RawAnswer> TimedAsync(Task<RawAnswer> asked)
        {
            var watch = Stopwatch.StartNew();
            var answer = await asked;
            Others.Add(watch.Elapsed);
            answer.Status.ShouldBe(200, answer.Body);
            return answer;
        }
    }
}
