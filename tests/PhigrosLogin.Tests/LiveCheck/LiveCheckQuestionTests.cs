using PhigrosLogin.Cli;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests.LiveCheck;

/// <summary>The eight questions that a live run answers, and the ten lines for the issue form.</summary>
public class LiveCheckQuestionTests
{
    private const string Part = "For the issue form, cn";
    private const string Player = "1. Player at POST /1.1/users: ";
    private const string NeverPlayed = "2. Account that never played: ";
    private const string OneOwn = "1 row(s) (1 own, 0 of other players, 0 without a player)";
    private const string OneOfEach = "2 row(s) (1 own, 1 of other players, 0 without a player)";

    /// <summary>Variant of the simulator, number of the question, and the answer or how it begins.</summary>
    public static TheoryData<string, int, string> Answers => new()
    {
        { "default", 1, $"{Player}HTTP 200, createdAt and updatedAt different, created more than 2 minutes ago." },
        { "existingPlayer=201", 1, $"{Player}HTTP 201, createdAt and updatedAt different, created more than 2 minutes ago." },
        { "optionalMembers=minimal", 1, $"{Player}HTTP 200, createdAt present, updatedAt absent, created more than 2 minutes ago." },
        { "default", 2, $"{NeverPlayed}not seen; `--never-played` with an account that never played." },
        { "refusalStatus=403", 3, "3. Refusal: HTTP 403 `{\"data\":{" },
        { "repeatedRefusal=invalid_grant_code", 3, "3. Refusal: HTTP 400 `{\"data\":{" },
        { "default", 4, "4. authorization_waiting: HTTP 400 `{\"data\":{" },
        { "slowDown=with_interval", 5, "5. slow_down: HTTP 400 `{\"data\":{" },
        { "default", 6, "6. Headers: Server none; x-service-name none." },
        { "default", 7, $"7. _GameSave: with filter {OneOwn}; without {OneOfEach}." },
        { "saveFilter=ignored", 7, $"7. _GameSave: with filter {OneOfEach}; without {OneOfEach}." },
        { "default", 8, "8. Time to connect: 127.0.0.1 TCP 0 ms, ready 0 ms" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Each_question_is_answered_by_what_was_seen(string variant, int question, string answer)
    {
        await using var world = new LiveCheckWorld();

        await world.RunAsync(Variant(variant), "--go", "--region", "cn", "--refuse", "--slow-down");

        var lines = Lines(world);
        lines.Count.ShouldBe(10);
        lines[question + 1].ShouldStartWith(answer);
        foreach (var line in lines) world.Console.ShouldContain(line);
    }

    [Fact]
    public async Task The_answer_after_a_refusal_is_shown_with_it()
    {
        await using var world = new LiveCheckWorld();

        await world.RunAsync(Variant("repeatedRefusal=invalid_grant_code"), "--go", "--region", "cn", "--refuse");

        Lines(world)[4].ShouldMatch("^3\\. Refusal: .*access_denied.* Next poll: HTTP 400 .*invalid_grant_code");
    }

    [Theory]
    [InlineData("failOnNotExist=honoured", "HTTP 400, code 211, read as no_player.", "Signed in, no differences")]
    [InlineData("failOnNotExist=ignored", "HTTP 201, code absent, read as no_player.", "Signed in, with differences")]
    public async Task An_account_that_never_played_is_told_by_status_and_code(
        string variant, string answer, string outcome)
    {
        await using var world = new LiveCheckWorld { Scripts = [SandboxScript.NeverPlayed] };

        await world.RunAsync(Variant(variant), "--go", "--region", "cn", "--never-played");

        Lines(world)[3].ShouldBe(NeverPlayed + answer);
        Lines(world)[1].ShouldStartWith($"Outcome: {outcome}");
    }

    [Fact]
    public async Task The_headers_of_what_stands_in_front_are_named()
    {
        await using var world = new LiveCheckWorld { Headers = ["Server: istio-envoy", "x-service-name: tap-oauth"] };

        await world.RunAsync(new SandboxVariants(), "--go", "--region", "cn");

        Lines(world)[7].ShouldBe("6. Headers: Server `istio-envoy`; x-service-name `tap-oauth`.");
    }

    [Fact]
    public async Task A_login_that_came_to_nothing_says_so_in_the_form()
    {
        await using var world = new LiveCheckWorld { Broken = Faults.Answer(502, "<html></html>", "text/html") };

        var status = await world.RunAsync(new SandboxVariants(), "--go", "--region", "cn");

        status.ShouldBe(ExitCode.Differs);
        Lines(world)[1].ShouldStartWith("Outcome: Did not sign in");
        Lines(world)[2].ShouldBe("1. Player at POST /1.1/users: not seen; no player signed in.");
    }

    /// <summary>The words of the outcome are the choices of the form, to the letter.</summary>
    [Fact]
    public async Task The_outcome_and_the_region_are_choices_of_the_form()
    {
        var file = Repository.File(".github/ISSUE_TEMPLATE/live-check.yml");
        var form = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await using var world = new LiveCheckWorld();

        await world.RunAsync(new SandboxVariants(), "--go");

        foreach (var region in (string[])["cn", "global"])
        {
            var lines = Lines(world, $"For the issue form, {region}");
            form.ShouldContain(lines[0].Split(" | ")[0]["Region: ".Length..]);
            form.ShouldContain(lines[1].Split(" | ")[0]["Outcome: ".Length..]);
        }
    }

    private static List<string> Lines(LiveCheckWorld world, string part = Part) =>
        [.. world.Part(part).Select(line => line[2..])];

    private static SandboxVariants Variant(string name) =>
        SandboxVariants.EachAlone.FirstOrDefault(each => each.Name == name).Variants ?? new();
}
