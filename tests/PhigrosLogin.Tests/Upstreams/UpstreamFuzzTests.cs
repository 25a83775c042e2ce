using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Tests.LoginQrCodeApi;
using PhigrosLogin.Tests.Fuzz;

namespace PhigrosLogin.Tests.Upstreams;

/// <summary>Promise 19: 10,000 good payloads of the upstreams, spoiled at random, and only documented answers come of them.</summary>
public class UpstreamFuzzTests
{
    private const int Cases = 2500;

    private static readonly int[] Statuses = [200, 200, 200, 200, 201, 400, 401, 403, 429, 500, 503];

    private static readonly string[] Headers =
        ["X: y", "Retry-After: 7", "Retry-After: 99999999999", "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT", "Retry-After: -1", "Date: yesterday", "Content-Encoding: gzip", "Set-Cookie: a=b"];

    [Theory]
    [InlineData(WireBody.DeviceCode, "/oauth2/v1/device/code", "GetNewQrCode")]
    [InlineData(WireBody.Grant, "/oauth2/v1/token", "CheckQRCode")]
    [InlineData(WireBody.Profile, "/account/profile/v1", "GetTapTapProfile")]
    [InlineData(WireBody.Player, "/1.1/users", "GetPhigrosToken")]
    public async Task A_spoiled_payload_gives_a_documented_answer(string good, string path, string route)
    {
        var next = Faults.Answer(200, good);
        await using var upstream = FaultyServer.Start(call => call.Path == path ? next : Faults.Answer(200, WireBody.Profile));
        await using var gateway = await TestGateway.StartAsync(new ManualClock(), upstream.Url, "--Upstream:CallsPerSecond=0");
        using var connection = new KeptConnection(gateway.Url);
        var number = 0;
        var statuses = new HashSet<int>();

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Cases).WithQuietOnSuccess(true), Prop.ForAll(Spoiling.Of(good), mutant =>
        {
            next = AnswerWith(mutant);
            // Else the gateway would take TapTap for down after the first few, and ask no more.
            gateway.Clock.Advance(TimeSpan.FromSeconds(31));
            // A spoiled head may still read well, so that the gateway keeps a connection whose end is on its way, and the next
            // call goes down with it. Its answer is documented too, but this payload has to be asked for once more.
            var asked = upstream.Calls.Count;
            for (var tries = 0; tries < 3 && upstream.Calls.Count == asked; tries++)
            {
                // A code of its own for each call: what became of the last one is remembered.
                var answer = Ask(connection, route, code: $"code-{number++}");
                answer.ShouldBeDocumented();
                statuses.Add(answer.Status);
            }
        }));

        statuses.Order().ShouldBe([200, 500]);
        upstream.Calls.Count.ShouldBeGreaterThanOrEqualTo(Cases);
    }

    private static RawAnswer Ask(KeptConnection connection, string route, string code) => route switch
    {
        "GetNewQrCode" => connection.Get($"/api/LoginQrCode/{route}"),
        "CheckQRCode" => connection.Post($"/api/LoginQrCode/{route}", Encoding.UTF8.GetBytes($$"""{"deviceCode":"{{code}}"}""")),
        _ => connection.Post($"/api/LoginQrCode/{route}", Encoding.UTF8.GetBytes(WireBody.TokenBody)),
    };

    /// <summary>Mostly a proper answer around the payload; sometimes the head is spoiled as well.</summary>
    private static Fault AnswerWith(Mutant mutant)
    {
        var dice = mutant.Dice;
        if (!dice.Once(10)) return Faults.Answer(dice.Pick(Statuses), mutant.Bytes, "application/json", dice.Pick(Headers));
        var head = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {mutant.Bytes.Length}\r\n\r\n");
        return Faults.Raw([.. Spoiling.SpoilBytes(head, dice), .. mutant.Bytes]);
    }
}
