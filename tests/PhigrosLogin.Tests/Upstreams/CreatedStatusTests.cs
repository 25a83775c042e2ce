using Microsoft.Extensions.Logging;
using PhigrosLogin.FaultyUpstream;

namespace PhigrosLogin.Tests.Upstreams;

/// <summary>
/// A 201 of the game cloud is judged by its body, because no source shows what it answers for an existing player
/// (docs/protocol.md §4).
/// </summary>
public class CreatedStatusTests
{
    private const string Old = "2023-05-10T12:27:09.338Z";
    private const string Now = "2026-01-02T03:04:00.000Z";
    private const string Named = "\"nickname\":\"someone\"";

    // The members besides the session token, what the response's Date says, and whether that is a player.
    private static readonly (string Name, int Status, string Members, string? Date, bool IsPlayer)[] Rows =
    [
        ("200, times equal", 200, Times(Old, Old), null, true),
        ("200 without times", 200, "\"x\":1", null, true),
        ("201, times differ, long ago", 201, Times(Old, "2025-05-10T12:27:09.338Z"), null, true),
        ("201, times differ by a millisecond", 201, Times(Now, "2026-01-02T03:04:00.001Z"), null, true),
        ("201, times equal, just now", 201, Times(Now, Now), null, false),
        ("201, times equal, just now, with a nickname", 201, $"{Times(Now, Now)},{Named}", null, false),
        ("201, times equal, long ago", 201, Times(Old, Old), null, true),
        ("201, created just now, no other time", 201, $"\"createdAt\":\"{Now}\"", null, false),
        ("201, created long ago, no other time", 201, $"\"createdAt\":\"{Old}\"", null, true),
        ("201, long ago by our clock, just now by the response's", 201, Times(Old, Old), "Wed, 10 May 2023 12:29:00 GMT", false),
        ("201, just now by our clock, long ago by the response's", 201, Times(Now, Now), "Fri, 02 Jan 2026 03:07:00 GMT", true),
        ("201, created two minutes after the response's clock", 201, Times(Now, Now), "Fri, 02 Jan 2026 03:02:01 GMT", false),
        ("201 without times, with a nickname", 201, Named, null, true),
        ("201 without times, with a short id", 201, "\"shortId\":\"abc123\"", null, true),
        ("201 without times, with empty names", 201, "\"nickname\":\"\",\"shortId\":\"\"", null, false),
        ("201 with times that are none, with a nickname", 201, $"{Times("yesterday", "today")},{Named}", null, true),
        ("201 with nothing to judge by", 201, "\"x\":1", null, false),
    ];

    public static TheoryData<string> Names => [.. Rows.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_created_player_is_told_from_an_existing_one_by_the_body(string name)
    {
        var (_, status, members, date, isPlayer) = Rows.Single(row => row.Name == name);
        await using var upstream = Answering(status, members, date);
        await using var gateway = await TestGateway.StartAsync(new ManualClock(), upstream.Url);

        var answer = await gateway.PostAsync("GetPhigrosToken", WireBody.TokenBody);

        ShouldBe(answer, isPlayer);
        Warnings(gateway).Count.ShouldBe(isPlayer && status == 201 ? 1 : 0);
    }

    [Fact]
    public async Task An_existing_player_with_201_is_one_warning_for_its_region()
    {
        await using var upstream = Answering(201, Times(Old, Now), null);
        await using var gateway = await TestGateway.StartAsync(new ManualClock(), upstream.Url);

        for (var login = 0; login < 3; login++) ShouldBe(await gateway.PostAsync("GetPhigrosToken", WireBody.TokenBody), isPlayer: true);

        Warnings(gateway).ShouldHaveSingleItem().Text.ShouldContain("region cn");
    }

    [Theory]
    [InlineData("body", "201, times differ, long ago", true)]
    [InlineData("new", "201, times differ, long ago", false)]
    [InlineData("new", "200, times equal", true)]
    [InlineData("existing", "201, times equal, just now", true)]
    [InlineData("existing", "201 with nothing to judge by", true)]
    public async Task A_setting_overrides_the_judgement(string setting, string name, bool isPlayer)
    {
        var (_, status, members, date, _) = Rows.Single(row => row.Name == name);
        await using var upstream = Answering(status, members, date);
        await using var gateway = await TestGateway.StartAsync(new ManualClock(), upstream.Url, $"--Regions:cn:CreatedStatus={setting}");

        var answer = await gateway.PostAsync("GetPhigrosToken", WireBody.TokenBody);

        ShouldBe(answer, isPlayer);
        Warnings(gateway).Count.ShouldBe(setting == "body" ? 1 : 0);
    }

    [Fact]
    public async Task Where_missing_players_are_created_a_created_one_is_a_player()
    {
        await using var upstream = Answering(201, Times(Now, Now), null);
        await using var gateway = await TestGateway.StartAsync(new ManualClock(), upstream.Url, "--Cloud:CreateMissingPlayers=true");

        var answer = await gateway.PostAsync("GetPhigrosToken", WireBody.TokenBody);

        ShouldBe(answer, isPlayer: true);
        Warnings(gateway).ShouldBeEmpty();
    }

    private static FaultyServer Answering(int status, string members, string? date)
    {
        string[] headers = date is null ? [] : [$"Date: {date}"];
        var player = Faults.Answer(status, $$"""{"sessionToken":"{{WireBody.SessionToken}}","objectId":"5f3b6a2d8a84aa0019f1b4c7",{{members}}}""", headers: headers);
        return FaultyServer.Start(call => call.Path == "/1.1/users" ? player : Faults.Answer(200, WireBody.Profile));
    }

    private static void ShouldBe(RawAnswer answer, bool isPlayer)
    {
        answer.Status.ShouldBe(isPlayer ? 200 : 500, answer.Body);
        if (isPlayer) answer.Body.ShouldBe(WireBody.SessionToken);
        else answer.Body.ShouldEndWith("\"code\":1145,\"codeName\":\"LCLoginError\"}");
    }

    private static List<LogLine> Warnings(TestGateway gateway) =>
        [.. gateway.Log.Lines.Where(line => line.Level == LogLevel.Warning && line.Text.Contains("201", StringComparison.Ordinal))];

    private static string Times(string created, string updated) => $"\"createdAt\":\"{created}\",\"updatedAt\":\"{updated}\"";
}
