using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PhigrosLogin.Tests.Fuzz;

namespace PhigrosLogin.Tests.LoginQrCodeApi;

/// <summary>No input hurts: bodies, queries and headers are spoiled at random, and every answer is a documented one.</summary>
public class InputFuzzTests
{
    private const int Cases = 2000;
    private const int HarmlessCases = 300;

    private static readonly string[] BodyHeaders =
    [
        "Content-Type: application/json", "Content-Type: application/json; charset=utf-8", "Content-Type: application/json; charset=utf-16",
        "Content-Type: application/json; charset=nonsense", "Content-Type: application/json; charset=", "Content-Type: application/problem+json",
        "Content-Type: APPLICATION/JSON ; x=y", "Content-Type: text/json", "Content-Type: text/plain", "Content-Type: application/x-www-form-urlencoded",
        "Content-Type: multipart/form-data; boundary=x", "Content-Type: ", "Content-Type: ;;;", "Content-Type: application/json, application/json", "X-No-Content-Type: at all",
        "Content-Type: application/json\r\nContent-Encoding: gzip", "Content-Type: application/json\r\nContent-Encoding: br", "Content-Type: application/json\r\nAccept: image/png",
        "Content-Type: application/json\r\nExpect: 100-continue", "Content-Type: application/json\r\nX-HTTP-Method-Override: DELETE",
    ];

    private static readonly string[] HarmlessHeaders =
    [
        "Content-Type: application/json", "Content-Type: application/json; charset=utf-8", "Content-Type: application/json;charset=UTF-8",
        "Content-Type: application/json; charset=\"utf-8\"", "content-type: Application/JSON", "Content-Type: application/json\r\nAccept: */*\r\nCookie: a=b",
        "Content-Type: application/json\r\nExpect: 100-continue",
    ];

    private static readonly string[] AnyHeaders =
    [
        "Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Cookie", "Origin", "Range", "If-None-Match", "If-Modified-Since", "Content-Type", "Content-Encoding",
        "X-Forwarded-For", "X-Forwarded-Host", "X-HTTP-Method-Override", "X-Original-URL", "Referer", "traceparent", "tracestate", "baggage", "Pragma", "TE", "Via",
    ];

    [Theory]
    [InlineData("CheckQRCode")]
    [InlineData("GetTapTapProfile")]
    [InlineData("GetPhigrosToken")]
    public async Task A_spoiled_body_gets_a_documented_answer(string route)
    {
        await using var world = await World.StartAsync("--Upstream:CallsPerSecond=0");
        using var connection = new KeptConnection(world.Url);
        var good = await GoodBodyAsync(world, route);
        var statuses = new HashSet<int>();

        Check(Cases, Spoiling.Of(good), mutant =>
        {
            var headers = mutant.Dice.Once(3) ? mutant.Dice.Pick(BodyHeaders) : "Content-Type: application/json";
            var answer = connection.Post($"/api/LoginQrCode/{route}", mutant.Bytes, $"{headers}\r\n", inChunks: mutant.Dice.Once(4));
            answer.ShouldBeDocumented();
            statuses.Add(answer.Status);
        });

        // All of the ways in were tried, and not only those that end at the first check.
        statuses.Order().ShouldBe([200, 400, 413, 415, 500]);
    }

    [Fact]
    public async Task A_spoiled_query_or_header_gets_a_documented_answer()
    {
        await using var world = await World.StartAsync("--Upstream:CallsPerSecond=0");
        using var connection = new KeptConnection(world.Url);

        Check(Cases, Dice.Arbitrary(dice => new Mutant(Spoiling.SpoilBytes("region=cn&x=1"u8.ToArray(), dice), dice)), mutant => connection
            .Get($"/api/LoginQrCode/GetNewQrCode?{Query(mutant)}", string.Concat(Enumerable.Range(0, mutant.Dice.Roll(6)).Select(_ => Header(mutant.Dice))))
            .ShouldBeDocumented());
    }

    [Theory]
    [InlineData("CheckQRCode")]
    [InlineData("GetTapTapProfile")]
    [InlineData("GetPhigrosToken")]
    public async Task The_same_body_in_other_words_is_answered_as_before(string route)
    {
        await using var world = await World.StartAsync("--Upstream:CallsPerSecond=0");
        using var connection = new KeptConnection(world.Url);
        var good = await GoodBodyAsync(world, route);
        var usual = connection.Post($"/api/LoginQrCode/{route}", Encoding.UTF8.GetBytes(good));

        usual.Status.ShouldBe(200, usual.Body);
        foreach (var body in Respelling.InTapTapsWords(good))
        {
            connection.Post($"/api/LoginQrCode/{route}", Encoding.UTF8.GetBytes(body)).Body.ShouldBe(usual.Body, body);
        }
        Check(HarmlessCases, Respelling.Of(good), mutant => connection
            .Post($"/api/LoginQrCode/{route}", mutant.Bytes, mutant.Dice.Pick(HarmlessHeaders) + "\r\n", mutant.Dice.Once(4))
            .Body.ShouldBe(usual.Body));
    }

    /// <summary>The body of a step whose player has confirmed, so that it succeeds as often as it is sent.</summary>
    private static async Task<string> GoodBodyAsync(World world, string route)
    {
        var code = await world.NewCodeAsync();
        world.China.Codes.Confirm(code.UserCode);
        await world.PassIntervalAsync();
        var check = await world.PostAsync("CheckQRCode", code.Body);
        return route == "CheckQRCode" ? code.Body : check.Body;
    }

    private static void Check(int cases, Arbitrary<Mutant> mutants, Action<Mutant> property) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(cases).WithQuietOnSuccess(true), Prop.ForAll(mutants, property));

    /// <summary>What cannot stand in a request line is percent-encoded; a percent sign of its own stays as wrong as it is.</summary>
    private static string Query(Mutant mutant) => string.Concat(mutant.Bytes.Select(one =>
        one is > 0x20 and < 0x7F && !mutant.Dice.Once(8) ? ((char)one).ToString() : $"%{one:X2}"));

    private static string Header(Dice dice) =>
        $"{dice.Pick(AnyHeaders)}: {string.Concat(Enumerable.Range(0, dice.Roll(30)).Select(_ => (char)(' ' + dice.Roll(95))))}\r\n";
}
