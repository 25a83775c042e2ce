using PhigrosLogin.FaultyUpstream;

namespace PhigrosLogin.Tests.Upstreams;

/// <summary>Promise 5: which words wait, which end the code and which are failures, wherever they stand and under whatever status.</summary>
public class FinalWordTests
{
    private static readonly string[] GoOn =
        ["authorization_pending", "authorization_waiting", "slow_down", "authorization_scanned", "authorization_review"];

    private static readonly string[] End =
    [
        "access_denied", "user_is_deactivated", "expired_token", "invalid_grant", "invalid_grant_code", "invalid_device_code",
        "device_code_expired", "invalid_client", "invalid_request", "unsupported_grant_type", "unsupported_new_thing",
        "authorization_declined", "login_denied", "session_expired",
    ];

    private static readonly string[] Unknown =
    [
        "forbidden", "never_heard_of", "not_found", "invalid_time", "replay_attacks", "invalid_credentials",
        "business_code_error", "unauthorized",
    ];

    private static readonly Func<string, string>[] Shapes =
    [
        word => WireBody.Error(word),
        word => WireBody.Error($"oauth2.tapapis.com.{word.ToUpperInvariant()}"),
        word => $$"""{"error":"{{word}}","error_description":"…"}""",
        word => $$"""{"error":{"code":-1,"error":"{{word}}"},"success":false}""",
    ];

    private const string NotDone = """{"message":"Login progress not done","error":"","code":1,"codeName":"LoginProcessNotDone"}""";

    public static TheoryData<string, int, int> WordsThatGoOn => EachIn(GoOn);

    public static TheoryData<string, int, int> WordsThatEnd => EachIn(End);

    public static TheoryData<string, int, int> UnknownWords => EachIn(Unknown);

    [Theory]
    [MemberData(nameof(WordsThatGoOn))]
    public async Task A_word_that_waits_goes_on(string word, int shape, int status)
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(status, Shapes[shape](word)));
        await using var gateway = await TestGateway.StartAsync(new ManualClock(), tapTap.Url);

        var first = await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);
        gateway.Clock.Advance(TimeSpan.FromSeconds(60));
        var second = await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);

        first.Body.ShouldBe(NotDone);
        second.Body.ShouldBe(NotDone);
        tapTap.Calls.Count.ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(WordsThatEnd))]
    public async Task A_fatal_word_ends_the_code(string word, int shape, int status)
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(status, Shapes[shape](word)));
        await using var gateway = await TestGateway.StartAsync(new ManualClock(), tapTap.Url);

        var first = await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);
        gateway.Clock.Advance(TimeSpan.FromSeconds(600));
        var second = await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);

        first.Status.ShouldBe(500);
        first.Body.ShouldContain(word, Case.Insensitive);
        first.Body.ShouldEndWith("\"code\":11,\"codeName\":\"LoginOtherError\"}");
        second.Body.ShouldBe(first.Body);
        tapTap.Calls.Count.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(UnknownWords))]
    public async Task An_unknown_word_is_a_failure_with_back_off_and_the_code_goes_on(string word, int shape, int status)
    {
        var answer = Faults.Answer(status, Shapes[shape](word));
        await using var tapTap = FaultyServer.Start(_ => answer);
        await using var gateway = await TestGateway.StartAsync(new ManualClock(), tapTap.Url);

        var first = await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);
        gateway.Clock.Advance(TimeSpan.FromSeconds(5));
        await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);
        var callsAfterTheInterval = tapTap.Calls.Count;
        gateway.Clock.Advance(TimeSpan.FromSeconds(5));
        await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);
        answer = Faults.Answer(200, WireBody.Grant);
        gateway.Clock.Advance(TimeSpan.FromSeconds(20));
        var granted = await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);

        first.Status.ShouldBe(200);
        first.Body.ShouldEndWith("\"code\":1,\"codeName\":\"LoginProcessNotDone\"}");
        first.Body.ShouldContain(word, Case.Insensitive);
        (callsAfterTheInterval, tapTap.Calls.Count).ShouldBe((1, 3));
        granted.Body.ShouldContain(WireBody.Kid);
    }

    [Fact]
    public async Task Only_the_codes_own_end_ends_a_code_whose_word_is_unknown()
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(400, WireBody.Error("never_heard_of")));
        await using var gateway = await TestGateway.StartAsync(new ManualClock(), tapTap.Url);

        await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);
        gateway.Clock.Advance(TimeSpan.FromSeconds(299));
        var before = await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);
        gateway.Clock.Advance(TimeSpan.FromSeconds(1));
        var after = await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);

        before.Status.ShouldBe(200);
        after.Status.ShouldBe(500);
        after.Body.ShouldContain("invalid_grant_code");
    }

    [Fact]
    public async Task An_unknown_word_is_logged_once_per_code()
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(400, WireBody.Error("never_heard_of")));
        await using var gateway = await TestGateway.StartAsync(new ManualClock(), tapTap.Url);
        var other = WireBody.CodeBody.Replace("bdK9", "xxxx", StringComparison.Ordinal);

        for (var poll = 0; poll < 3; poll++)
        {
            await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);
            await gateway.PostAsync("CheckQRCode", other);
            gateway.Clock.Advance(TimeSpan.FromSeconds(60));
        }

        tapTap.Calls.Count.ShouldBe(6);
        var lines = gateway.Log.Lines.Where(line => line.Text.Contains("never_heard_of", StringComparison.Ordinal)).ToList();
        lines.Count.ShouldBe(2);
        lines.ShouldAllBe(line => line.Level == Microsoft.Extensions.Logging.LogLevel.Warning);
    }

    [Theory]
    [InlineData("please wait, 请稍候")]
    [InlineData("1/KThGmmzzbOAaK7ENQpHQ")]
    [InlineData("bdK9qxspDeBrbM2OUu4M0EBloEVR9App6Xh9buXD")]
    [InlineData("a-word")]
    [InlineData("a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a")]
    public async Task A_text_that_is_no_plain_word_goes_on_too_and_is_not_repeated(string text)
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(400, WireBody.Error(text)));
        await using var gateway = await TestGateway.StartAsync(new ManualClock(), tapTap.Url);

        var first = await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);
        gateway.Clock.Advance(TimeSpan.FromSeconds(60));
        await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);

        first.Body.ShouldEndWith("\"code\":1,\"codeName\":\"LoginProcessNotDone\"}");
        first.Body.ShouldNotContain(text, Case.Insensitive);
        tapTap.Calls.Count.ShouldBe(2);
        gateway.Log.Lines.Count(line => line.Text.Contains("unknown error", StringComparison.Ordinal)).ShouldBe(1);
        gateway.Log.Lines.ShouldAllBe(line => !line.Text.Contains(text, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("never_heard_of", "never_heard_of", true)]
    [InlineData("never_heard_of", "oauth2.tapapis.com.NEVER_HEARD_OF", true)]
    [InlineData("*_of, access_denied", "never_heard_of", true)]
    [InlineData("never_*", "never_heard_of", true)]
    [InlineData("access_denied", "invalid_request", false)]
    [InlineData("access_denied", "expired_token", false)]
    [InlineData("*", "authorization_pending", false)]
    [InlineData("*", "slow_down", false)]
    public async Task A_setting_names_the_fatal_words(string setting, string word, bool isFatal)
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(400, WireBody.Error(word)));
        await using var gateway = await TestGateway.StartAsync(new ManualClock(), tapTap.Url, $"--Regions:cn:FatalErrors={setting}");

        var answer = await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);

        answer.Status.ShouldBe(isFatal ? 500 : 200, answer.Body);
    }

    [Fact]
    public async Task A_refusal_of_over_4_KB_is_retold_in_few_words()
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(400, WireBody.Error("access_denied", new string('x', 5000))));
        await using var gateway = await TestGateway.StartAsync(tapTap.Url);

        var answer = await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);

        answer.Body.ShouldContain("\\\"error\\\":\\\"access_denied\\\"");
        answer.Body.Length.ShouldBeLessThan(500);
    }

    [Theory]
    [InlineData("bdK9qxspDeBrbM2OUu4M0EBloEVR9App6Xh9buXD")]
    [InlineData("\\u0062dK9qxspDeBrbM2OUu4M0EBloEVR9App6Xh9buXD")]
    public async Task A_refusal_that_repeats_the_code_is_retold_without_it(string echo)
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(400, WireBody.Error("access_denied", $"no: {echo}")));
        await using var gateway = await TestGateway.StartAsync(tapTap.Url);

        var answer = await gateway.PostAsync("CheckQRCode", WireBody.CodeBody);

        answer.Body.ShouldContain("access_denied");
        answer.Body.ShouldNotContain("dK9qxspDeBrbM2OUu4M0EBloEVR9App6Xh9buXD");
    }

    private static TheoryData<string, int, int> EachIn(string[] words) => new(
        from word in words
        from shape in Enumerable.Range(0, Shapes.Length)
        from status in (int[])[200, 400, 401, 403]
        select (word, shape, status));
}
