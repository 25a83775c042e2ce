using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Sessions;

/// <summary>Session care in front of clouds that are down, silent or talk nonsense.</summary>
public class SessionTroubleTests
{
    private static readonly (string Name, Fault Fault, int Status, string Code)[] Troubles =
    [
        ("down", Faults.Answer(503, "<html>"), 503, "upstream_unavailable"),
        ("down, in its own words", Faults.Answer(502, """{"code":502,"error":"maintenance"}"""), 503, "upstream_unavailable"),
        ("down, with words of no user", Faults.Answer(500, """{"code":211,"error":"Could not find user."}"""), 503, "upstream_unavailable"),
        ("too much", Faults.Answer(429, """{"code":429,"error":"Too many requests."}"""), 503, "upstream_unavailable"),
        ("reset", Faults.Reset, 503, "upstream_unavailable"),
        ("closed", Faults.Close, 503, "upstream_unavailable"),
        ("a page", Faults.Answer(200, "<html>"), 502, "upstream_bad_response"),
        ("a list", Faults.Answer(200, "[]"), 502, "upstream_bad_response"),
        ("nothing", Faults.Answer(200, ""), 502, "upstream_bad_response"),
        ("a page that forbids", Faults.Answer(403, "<html>"), 502, "upstream_bad_response"),
        ("no such page", Faults.Answer(404, "{}"), 502, "upstream_bad_response"),
        ("nobody", Faults.Answer(200, "{}"), 502, "upstream_bad_response"),
        ("an id that is a path", Faults.Answer(200, """{"objectId":"../../1.1/users"}"""), 502, "upstream_bad_response"),
        ("an id that is dots", Faults.Answer(200, """{"objectId":".."}"""), 502, "upstream_bad_response"),
        ("an id that is a number", Faults.Answer(200, """{"objectId":5}"""), 502, "upstream_bad_response"),
        ("an id that is endless", Faults.Answer(200, $$"""{"objectId":"{{new string('a', 5000)}}"}"""), 502, "upstream_bad_response"),
        ("a member twice", Faults.Answer(200, """{"objectId":"a","objectId":"b"}"""), 502, "upstream_bad_response"),
        ("a refused signature", Faults.Answer(401, """{"code":401,"error":"Unauthorized."}"""), 502, "upstream_bad_response"),
        ("no session", Faults.Answer(400, """{"code":206,"error":"no session"}"""), 502, "upstream_bad_response"),
        ("too large", Faults.HugeBody(1 << 20), 502, "upstream_bad_response"),
        ("no HTTP", Faults.Raw("hello"), 503, "upstream_unavailable"),
    ];

    private const string NoSave = """{"present":false}""";

    // An answer about the save, and what of the save is told: null is the whole answer as 502.
    private static readonly (string Name, string Body, string? Told)[] Saves =
    [
        ("a summary that is cut off", Save("\"summary\":\"BgAA1I6dPoEBAA==\""), Unread("null", "null")),
        ("a summary that is no base64", Save("\"summary\":\"请\""), Unread("null", "null")),
        ("a summary that is a number", Save("\"summary\":5"), Unread("null", "null")),
        ("an rks that is no number", Save("\"summary\":\"BgAAAADAf4EBAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAA==\""), Unread("null", "null")),
        ("no summary and no file", Save("\"x\":1"), Unread("null", "null")),
        ("a huge size", Save("\"gameFile\":{\"metaData\":{\"size\":1e300}}"), Unread("null", "null")),
        ("a size below zero", Save("\"gameFile\":{\"metaData\":{\"size\":-1}}"), Unread("null", "null")),
        ("a size", Save("\"gameFile\":{\"metaData\":{\"size\":9007199254740993}}"), Unread("null", "9007199254740993")),
        ("a time that is none", Save("\"modifiedAt\":{\"iso\":\"yesterday\"},\"updatedAt\":\"99999-99-99\""), Unread("null", "null")),
        ("the other time", Save("\"modifiedAt\":5,\"updatedAt\":\"2024-08-10T03:30:00.000Z\""), Unread("\"2024-08-10T03:30:00Z\"", "null")),
        ("no list", "{}", null),
        ("a list that is an object", """{"results":{}}""", null),
        ("a save that is a text", """{"results":["save"]}""", NoSave),
        ("another player's save", """{"results":[{"user":{"objectId":"anybody"}}]}""", NoSave),
        ("a save that does not say whose it is", """{"results":[{"modifiedAt":{"iso":"2024-08-10T03:30:00.000Z"}}]}""", NoSave),
        ("another player's save first", $$"""{"results":[{"user":{"objectId":"anybody"},"gameFile":{"metaData":{"size":1} } },{{Row("\"gameFile\":{\"metaData\":{\"size\":2}}")}}]}""", Unread("null", "2")),
        ("the newest of several", $$"""{"results":[{{Row("\"modifiedAt\":{\"iso\":\"2024-08-10T03:30:00.000Z\"},\"gameFile\":{}")}},{{Row("\"modifiedAt\":{\"iso\":\"2025-08-10T03:30:00.000Z\"},\"gameFile\":{}")}}]}""", Unread("\"2025-08-10T03:30:00Z\"", "null")),
        ("a newer one without a file", $$"""{"results":[{{Row("\"modifiedAt\":{\"iso\":\"2025-08-10T03:30:00.000Z\"}")}},{{Row("\"modifiedAt\":{\"iso\":\"2024-08-10T03:30:00.000Z\"},\"gameFile\":{\"metaData\":{\"size\":3}}")}}]}""", Unread("\"2024-08-10T03:30:00Z\"", "3")),
        ("no session after all", """{"code":211,"error":"Could not find user."}""", null),
        ("nonsense", "<html>", null),
    ];

    public static TheoryData<string> TroubleNames => [.. Troubles.Select(row => row.Name)];

    public static TheoryData<string> SaveNames => [.. Saves.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(TroubleNames))]
    public async Task Trouble_says_nothing_about_the_session(string name)
    {
        var (_, fault, status, code) = Troubles.Single(row => row.Name == name);
        await using var clouds = await TwoClouds.StartAsync(_ => fault, _ => TwoClouds.Unknown);
        await using var theOtherWay = await TwoClouds.StartAsync(_ => TwoClouds.Unknown, _ => fault);

        using var named = await clouds.Gateway.InspectAsync(TwoClouds.Token, "cn");
        using var first = await clouds.Gateway.InspectAsync(TwoClouds.Token);
        using var second = await theOtherWay.Gateway.InspectAsync(TwoClouds.Token);
        using var rotate = await clouds.Gateway.RotateAsync(TwoClouds.Token);

        foreach (var answer in new[] { named, first, second, rotate })
        {
            await answer.ShouldBeProblemAsync(status, code);
            answer.Headers.RetryAfter.ShouldNotBeNull();
        }
        clouds.Puts.ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(TroubleNames))]
    public async Task A_region_in_trouble_does_not_hide_the_one_that_knows_the_session(string name)
    {
        var fault = Troubles.Single(row => row.Name == name).Fault;
        await using var clouds = await TwoClouds.StartAsync(_ => fault, TwoClouds.Well());

        var inspected = await clouds.Gateway.InspectAsync(TwoClouds.Token).GoodAsync();
        var rotated = await clouds.Gateway.RotateAsync(TwoClouds.Token).GoodAsync();

        inspected.ShouldStartWith("""{"valid":true,"region":"global",""");
        rotated.ShouldBe($$"""{"sessionToken":"{{TwoClouds.Fresh}}","region":"global"}""");
        clouds.AskedAbroad.ShouldBe([
            "GET /1.1/users/me", "GET /1.1/classes/_GameSave",
            "GET /1.1/users/me", $"PUT /1.1/users/{TwoClouds.ObjectId}/refreshSessionToken"]);
    }

    [Fact]
    public async Task A_silent_region_is_a_timeout_and_leaves_the_other_its_time()
    {
        await using var silent = await TwoClouds.StartAsync(_ => Faults.Silent, _ => TwoClouds.Unknown, settings: "--Upstream:Timeout=1s");
        await using var known = await TwoClouds.StartAsync(_ => Faults.Silent, TwoClouds.Well(), settings: "--Upstream:Timeout=1s");

        using var nobody = await silent.Gateway.InspectAsync(TwoClouds.Token);
        var somebody = await known.Gateway.InspectAsync(TwoClouds.Token).GoodAsync();
        var weather = await known.Gateway.Http.GetStringAsync("/api/v1/regions");

        await nobody.ShouldBeProblemAsync(504, "upstream_timeout");
        silent.AskedAbroad.ShouldBe(["GET /1.1/users/me"]);
        somebody.ShouldStartWith("""{"valid":true,"region":"global",""");
        weather.ShouldContain("\"latencyMs\":null,\"successRate\":0,\"cause\":null,\"problem\":null}");
    }

    [Theory]
    [MemberData(nameof(SaveNames))]
    public async Task Of_a_save_no_more_is_told_than_can_be_read(string name)
    {
        var (_, body, told) = Saves.Single(row => row.Name == name);
        var status = body.Contains("211", StringComparison.Ordinal) ? 400 : 200;
        await using var clouds = await TwoClouds.StartAsync(TwoClouds.Well(save: Faults.Answer(status, body)), _ => Faults.Reset);

        using var answer = await clouds.Gateway.InspectAsync(TwoClouds.Token);

        if (told is null) await answer.ShouldBeProblemAsync(502, "upstream_bad_response");
        else (await answer.Content.ReadAsStringAsync()).ShouldEndWith($",\"save\":{told}}}");
        clouds.AskedAbroad.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_save_is_asked_for_as_the_game_asks_and_a_list_that_is_too_large_once_more_for_fewer()
    {
        var isFirst = true;
        await using var clouds = await TwoClouds.StartAsync(
            call => call == "GET /1.1/classes/_GameSave"
                ? Interlocked.Exchange(ref isFirst, false) ? Faults.HugeBody(1 << 20) : Faults.Answer(200, Save("\"gameFile\":{\"metaData\":{\"size\":7}}"))
                : TwoClouds.Well()(call),
            _ => Faults.Reset);

        var body = await clouds.Gateway.InspectAsync(TwoClouds.Token).GoodAsync();

        body.ShouldContain("\"bytes\":7");
        const string Where = "where=%7B%22user%22%3A%7B%22__type%22%3A%22Pointer%22%2C%22className%22%3A%22_User%22%2C%22objectId%22%3A%22" + TwoClouds.ObjectId + "%22%7D%7D";
        clouds.QueriesInChina.ShouldBe([$"?{Where}&order=-updatedAt&include=gameFile&limit=100", $"?{Where}&order=-updatedAt&include=gameFile&limit=10"]);
    }

    private static string Save(string members) => $$"""{"results":[{{Row(members)}}]}""";

    private static string Row(string members) => $$"""{"user":{"__type":"Pointer","className":"_User","objectId":"{{TwoClouds.ObjectId}}"},{{members}}}""";

    private static string Unread(string savedAt, string bytes) =>
        $$"""{"present":true,"savedAt":{{savedAt}},"bytes":{{bytes}},"saveVersion":null,"gameVersion":null,"rks":null,"challenge":null,"avatar":null,"clears":null}""";
}
