using PhigrosLogin.Cli;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.LiveCheck;

public class LiveCheckTests
{
    /// <summary>Each variant, and what the report has to say of it, to the letter; nothing where the variant is as it is written down.</summary>
    public static TheoryData<string, string[]> Variants => new()
    {
        { "default", [] },
        { "refusalStatus=401", Refusals("The status is 401 where 400 was supposed.", "`token.refused-401` (OFF)") },
        { "refusalStatus=403", Refusals("The status is 403 where 400 was supposed.", "`token.refused-403` (INF)") },
        { "refusalStatus=200", Refusals("The status is 200 where 400 was supposed.", "`token.refused-200` (INF)") },
        {
            "errorWords=dotted_upper",
            [
                Line("token.pending", "data.error has another value.", "`token.pending-dotted-word` (INF)"),
                Line("token.waiting", "data.error has another value.", "`token.waiting-dotted-word` (INF)"),
                Line("token.slow-down", "data.error has another value.", "`token.slow-down-dotted-word` (INF)"),
                Line("token.used", "data.error has another value.", "`token.expired-dotted-word` (INF)"),
                .. Refusals("data.error has another value.", "`token.refused-dotted-word` (INF)"),
            ]
        },
        { "expiredWord=invalid_grant", [Line("token.used", "data.error has another value. data.error_description has another value.", "`token.expired-invalid-grant` (OFF)")] },
        { "expiredWord=expired_token", [Line("token.used", "data.error has another value. data.error_description has another value.", "`token.expired-token` (OFF)")] },
        {
            "optionalMembers=minimal",
            [
                Line("device-code.cn-interval-1", "data.interval is missing.", "`device-code.three-members` (REAL)"),
                Line("token.granted", "data.scope is missing.", "`token.granted-no-scope` (INF)"),
                Line(
                    "users.player",
                    "ACL is missing. authData is missing. emailVerified is missing. mobilePhoneVerified is missing. updatedAt is missing.",
                    "`users.player-few-members` (INF)"),
            ]
        },
        {
            "optionalMembers=extra",
            [
                Line("device-code.cn-interval-1", "data.extra is not written down. request_id is not written down.", "`device-code.extra-members` (INF)"),
                Line(
                    "token.granted",
                    "data.expires_in is not written down. data.refresh_token is not written down. request_id is not written down.",
                    "`token.granted-extra-members` (INF)"),
                Line("profile.with-gender", "data.email is not written down. request_id is not written down.", "`profile.with-email` (OFF)"),
            ]
        },
        { "optionalMembers=link_parts", [Line("device-code.cn-interval-1", "data.qrcode_url is missing.", "`device-code.no-qrcode-url` (INF)")] },
        { "slowDown=with_interval", [Line("token.slow-down", "data.interval is not written down.", "`token.slow-down-with-interval` (INF)")] },
        {
            "slowDown=too_many_login_attempts",
            [Line("token.slow-down", "The status is 429 and not 400. data.error has another value.", "`token.too-many-login-attempts` (OFF)")]
        },
        { "signUnit=milliseconds", ["X-LC-Sign in seconds was refused, and both units are said to work (§8.10)."] },
        { "signUnit=seconds", ["X-LC-Sign in milliseconds was refused, and both units are said to work (§8.10)."] },
        { "message=dotted", [] },
        {
            "macAlgorithm=hmac-sha-256",
            [
                Line("token.granted", "data.mac_algorithm has another value.", "`token.granted-sha-256` (OFF)"),
                "`users.player`: authData.taptap.mac_algorithm has another value.",
            ]
        },
        { "repeatedRefusal=invalid_grant_code", ["`token.expired`: It means expired, and denied was expected (`token.refused-again`)."] },
        { "failOnNotExist=ignored", [] },
        {
            "pendingStatus=200",
            [
                Line("token.pending", "The status is 200 and not 400.", "`token.pending-status-200` (INF)"),
                Line("token.waiting", "The status is 200 where 400 was supposed.", "`token.waiting-status-200` (INF)"),
            ]
        },
        { "sessionNotFound=forbidden", [] },
        { "existingPlayer=201", [Line("users.player", "The status is 201 and not 200.", "`users.player-201` (INF)")] },
        { "durations=absent", [Line("device-code.cn-interval-1", "data.expires_in is missing. data.interval is missing.", "`device-code.no-durations` (INF)")] },
        { "durations=zero", [Line("device-code.cn-interval-1", OtherDurations, "`device-code.zero-durations` (INF)")] },
        { "durations=too_large", [Line("device-code.cn-interval-1", OtherDurations, "`device-code.huge-durations` (INF)")] },
        {
            "durations=text",
            [
                Line(
                    "device-code.cn-interval-1",
                    "data.expires_in is a text and not a number. data.interval is a text and not a number.",
                    "`device-code.text-durations` (INF)"),
            ]
        },
        { "saveFilter=ignored", [] },
        { "saves=several", [] },
        { "saves=without_file", [] },
    };

    private const string OtherDurations = "data.expires_in has another value. data.interval has another value.";

    [Fact]
    public void Every_variant_of_the_sandbox_has_its_row() =>
        Variants.Select(row => row.Data.Item1).ShouldBe(SandboxVariants.EachAlone.Select(each => each.Name), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Each_variant_is_told_from_what_is_written_down_and_no_secret_is_left_behind(string variant, string[] sentences)
    {
        await using var world = new LiveCheckWorld();

        var status = await world.RunAsync(Variant(variant), "--go", "--refuse", "--slow-down");

        status.ShouldBe(sentences.Length == 0 ? ExitCode.Done : ExitCode.Differs, world.Console);
        var differences = world.Part("What differs");
        differences.Where(line => line.StartsWith("- cn", StringComparison.Ordinal)).Select(Told).ShouldBe(sentences, ignoreOrder: true);
        differences.Where(line => line.StartsWith("- global", StringComparison.Ordinal)).Select(Told).Select(WithoutTwin)
            .ShouldBe(sentences.Select(sentence => WithoutTwin(sentence).Replace("cn-interval-1", "global", StringComparison.Ordinal)), ignoreOrder: true);
        ShouldHoldNoSecret(world);
        ShouldBeReadable(world);
    }

    [Fact]
    public async Task Another_order_of_members_is_worth_knowing_and_no_difference()
    {
        await using var world = new LiveCheckWorld();

        var status = await world.RunAsync(Variant("message=dotted"), "--go");

        status.ShouldBe(ExitCode.Done);
        world.Part("Worth knowing, and no difference that matters").ShouldContain(
            "- cn · `POST /oauth2/v1/token` · pending · against `token.pending`: data has its members in another order. It is exactly as `token.pending-dotted-msg` (REAL) has it.");
    }

    [Theory]
    [InlineData("failOnNotExist=honoured", ExitCode.Done, "cn: yes. The account has no player, the cloud said so 2 times (211), and no player was created.")]
    [InlineData("failOnNotExist=ignored", ExitCode.Differs, "cn: NO. The cloud answered 201 in spite of `failOnNotExist=true`")]
    public async Task An_account_that_never_played_shows_whether_the_cloud_leaves_it_alone(string variant, int expected, string sentence)
    {
        await using var world = new LiveCheckWorld { Scripts = [SandboxScript.NeverPlayed] };

        var status = await world.RunAsync(Variant(variant), "--go", "--never-played");

        status.ShouldBe(expected, world.Console);
        world.Part("Does failOnNotExist behave as documented (§4)?")[0].ShouldStartWith($"- {sentence}");
        ShouldHoldNoSecret(world);
    }

    [Fact]
    public async Task The_cloud_is_never_asked_to_create_a_player()
    {
        await using var world = new LiveCheckWorld();

        await world.RunAsync(new SandboxVariants(), "--go");

        world.Taps.SelectMany(tap => tap.Targets).Where(target => target.Contains("/users", StringComparison.Ordinal)).Distinct()
            .ShouldBe(["/1.1/users?failOnNotExist=true"]);
    }

    [Theory]
    [InlineData(SandboxScript.Refuse, "denied: status 400, word `access_denied`.")]
    [InlineData(SandboxScript.Nobody, "§8.4: not seen")]
    public async Task A_login_that_is_not_confirmed_ends_with_status_3_and_a_report(SandboxScript script, string sentence)
    {
        await using var world = new LiveCheckWorld { Scripts = [script] };

        var status = await world.RunAsync(new SandboxVariants(), "--go", "--region", "cn");

        status.ShouldBe(ExitCode.Refused, world.Console);
        world.Report.ShouldContain(sentence);
        world.Captured.ShouldContain(fixture => fixture.Means == (script == SandboxScript.Refuse ? "denied" : "expired"));
        ShouldHoldNoSecret(world);
    }

    [Fact]
    public async Task Whoever_says_that_they_never_played_is_held_to_it()
    {
        await using var world = new LiveCheckWorld { Scripts = [SandboxScript.NeverPlayed], Typed = "y\nn\n" };

        var status = await world.RunAsync(new SandboxVariants(), "--region", "cn");

        status.ShouldBe(ExitCode.Done, world.Console);
        world.Console.ShouldContain("Has your TapTap account played Phigros in the region cn, signed in with TapTap? [Y/n]");
        world.Report.ShouldContain("- cn: yes. The account has no player");
    }

    [Theory]
    [InlineData("n\n")]
    [InlineData("")]
    public async Task Nothing_is_asked_of_TapTap_before_the_person_agrees(string typed)
    {
        await using var world = new LiveCheckWorld { Typed = typed };

        var status = await world.RunAsync(new SandboxVariants(), "--go");

        status.ShouldBe(ExitCode.Refused);
        world.Taps.SelectMany(tap => tap.Targets).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_answer_that_is_no_JSON_is_told_and_not_kept()
    {
        await using var world = new LiveCheckWorld { Broken = Faults.Answer(502, "<html>somebody's name</html>", "text/html") };

        var status = await world.RunAsync(new SandboxVariants(), "--go", "--region", "cn");

        status.ShouldBe(ExitCode.Differs, world.Console);
        world.Part("What differs").ShouldContain("- cn: TapTap returned a server error. (Failing)");
        world.Report.ShouldContain("| not JSON, not kept |");
        world.Written.ShouldNotContain("somebody's name");
    }

    [Fact]
    public async Task The_person_is_spoken_to_in_Chinese_and_the_report_stays_English()
    {
        await using var world = new LiveCheckWorld { IsChinese = true };

        var status = await world.RunAsync(new SandboxVariants(), "--go", "--region", "cn");

        status.ShouldBe(ExitCode.Done, world.Console);
        world.Console.ShouldContain("所有响应都与已知的一致。");
        world.Report.ShouldContain("# Live check of ");
    }

    private static void ShouldHoldNoSecret(LiveCheckWorld world)
    {
        var secrets = world.Taps.SelectMany(tap => tap.Secrets).ToList();
        secrets.ShouldNotBeEmpty();
        foreach (var secret in secrets)
        {
            world.Written.ShouldNotContain(secret);
            // The link and the user code in it are for the person at the screen.
            if (secret.Length > 5 && !secret.StartsWith("https://accounts.", StringComparison.Ordinal)) world.Console.ShouldNotContain(secret);
        }
    }

    /// <summary>The captured fixtures load, agree with themselves, and cover every answer that went over the wire.</summary>
    private static void ShouldBeReadable(LiveCheckWorld world)
    {
        var captured = world.Captured;
        captured.ShouldAllBe(fixture => fixture.Evidence == "REAL" && fixture.Differences(fixture.Status, fixture.BodyBytes).Count == 0);
        // A list of saves that was asked for without a filter holds other players' data and is never kept.
        world.Taps.SelectMany(tap => tap.Answers).Where(answer => !IsUnfiltered(answer.Target)).ShouldAllBe(answer => captured.Any(fixture => fixture.Differences(answer.Status, answer.Body).Count == 0));
    }

    private static bool IsUnfiltered(string target) =>
        target.StartsWith("/1.1/classes/", StringComparison.Ordinal) && !target.Contains("where=", StringComparison.Ordinal);

    private static SandboxVariants Variant(string name) => SandboxVariants.EachAlone.FirstOrDefault(each => each.Name == name).Variants ?? new();

    private static string[] Refusals(string sentence, string twin) => [Line("token.refused-400", sentence, twin), Line("token.refused-again", sentence, twin)];

    private static string Line(string fixture, string sentences, string twin) => $"`{fixture}`: {sentences} It is exactly as {twin} has it.";

    // What follows the region, the route and the meaning.
    private static string Told(string line) => line[(line.Contains(" against ", StringComparison.Ordinal)
        ? line.IndexOf(" against ", StringComparison.Ordinal) + " against ".Length
        : line.IndexOf(": ", StringComparison.Ordinal) + 2)..];

    // Some of the twins are of the Chinese region alone.
    private static string WithoutTwin(string sentence) => sentence.Split(" It is exactly")[0];
}
