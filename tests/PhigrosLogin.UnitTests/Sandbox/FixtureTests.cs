using System.Text;
using PhigrosLogin.Cli.LiveCheck;

namespace PhigrosLogin.Tests.Sandbox;

public class FixtureTests
{
    private static readonly string[] Endpoints = ["device-code", "token", "profile", "basic-info", "users", "me", "refresh", "save"];

    public static TheoryData<string> Written => [.. WireFixture.All.Select(fixture => fixture.Name)];

    public static TheoryData<string> Situations => [.. WireFixture.All.Where(fixture => fixture.Situation is not null).Select(fixture => fixture.Name)];

    [Theory]
    [MemberData(nameof(Situations))]
    public async Task The_sandbox_answers_as_it_is_written_down(string name)
    {
        var fixture = WireFixture.Load(name);
        await using var world = await SandboxWorld.StartAsync(SandboxSituations.OptionsFor(fixture));

        var answer = await SandboxSituations.AnswerAsync(world, fixture);

        fixture.Differences(answer.Status, answer.Body).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Written))]
    public void A_fixture_is_complete_and_agrees_with_itself(string name)
    {
        var fixture = WireFixture.Load(name);

        fixture.Endpoint.ShouldBeOneOf(Endpoints);
        fixture.Section.ShouldStartWith("§");
        fixture.Evidence.ShouldBeOneOf("REAL", "OFF", "LIVE", "INF");
        fixture.Source.ShouldNotBeEmpty();
        fixture.Means.ShouldNotBeEmpty();
        fixture.Differences(fixture.Status, fixture.BodyBytes).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"code":211,"error":"Could not find user."}""", "")]
    [InlineData("""{"error":"Could not find user.","code":211}""", "The body has its members in another order.")]
    [InlineData("""{"code":"211","error":"Could not find user."}""", "code is a text and not a number.")]
    [InlineData("""{"code":212,"error":"Could not find user."}""", "code has another value.")]
    [InlineData("""{"error":"Could not find user."}""", "code is missing.")]
    [InlineData("""{"code":211,"error":"Could not find user.","more":1}""", "more is not written down.")]
    [InlineData("[]", "The body is an array and not an object.")]
    [InlineData("<html>", "The body is not JSON.")]
    public void Each_kind_of_difference_has_its_sentence(string body, string sentence)
    {
        var fixture = WireFixture.Load("me.unknown-session");

        var differences = fixture.Differences(400, Encoding.UTF8.GetBytes(body));

        string.Join(' ', differences).ShouldBe(sentence);
    }

    [Fact]
    public void A_member_that_varies_is_held_to_its_pattern_and_its_value_is_not_repeated()
    {
        var fixture = WireFixture.Load("users.new-player");
        var body = """{"username":"UPPER","sessionToken":"xhntcg9liqd2u7lujd41gry9p","createdAt":"2023-05-10T12:27:09.338Z","objectId":"d30316b8b10f4898d001c4a1"}""";

        var differences = fixture.Differences(200, Encoding.UTF8.GetBytes(body));

        differences.ShouldBe(["The status is 200 and not 201.", "username does not look like ^[0-9a-z]{25}$."]);
    }
}
