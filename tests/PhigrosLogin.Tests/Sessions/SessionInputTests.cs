using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PhigrosLogin.Tests.Fuzz;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Sessions;

/// <summary>What a caller of the Sessions API has to send.</summary>
public class SessionInputTests
{
    private const string Good = "f5knk52e8oa1b2c3d4e5fs7zx";

    [Theory]
    [InlineData("{}", "sessionToken")]
    [InlineData("""{"sessionToken":null}""", "sessionToken")]
    [InlineData("""{"sessionToken":""}""", "sessionToken")]
    [InlineData("""{"sessionToken":5}""", "sessionToken")]
    [InlineData("""{"sessionToken":["f5knk52e8oa1b2c3d4e5fs7zx"]}""", "sessionToken")]
    [InlineData("""{"sessiontoken":"f5knk52e8oa1b2c3d4e5fs7zx"}""", "sessionToken")]
    [InlineData("""{"sessionToken":"f5knk52e8oa1b2c3d4e5fs7z"}""", "sessionToken")]
    [InlineData("""{"sessionToken":"f5knk52e8oa1b2c3d4e5fs7zxx"}""", "sessionToken")]
    [InlineData("""{"sessionToken":"f5knk52e8oa1b2c3d4e5fs7z\n"}""", "sessionToken")]
    [InlineData("""{"sessionToken":"f5knk52e8oa1b2c3d4e5fs7z请"}""", "sessionToken")]
    [InlineData("""{"sessionToken":"f5knk52e8oa1b2c3d4e5fs7zx","region":"moon"}""", "region")]
    [InlineData("""{"sessionToken":"f5knk52e8oa1b2c3d4e5fs7zx","region":"sandbox"}""", "region")]
    [InlineData("""{"sessionToken":"f5knk52e8oa1b2c3d4e5fs7zx","region":7}""", "region")]
    [InlineData("""{"sessionToken":"f5knk52e8oa1b2c3d4e5fs7zx","sessionToken":"f5knk52e8oa1b2c3d4e5fs7zx"}""", "twice")]
    [InlineData("[]", "object")]
    [InlineData("", "empty")]
    public async Task What_cannot_be_used_is_named_and_not_repeated_and_nobody_is_asked(string body, string named)
    {
        await using var world = await World.StartAsync();

        foreach (var route in new[] { "inspect", "rotate" })
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await world.Http.PostAsync($"/api/v1/sessions/{route}", content);

            await answer.ShouldBeProblemAsync(400, "invalid_request");
            var text = await answer.Content.ReadAsStringAsync();
            text.ShouldContain(named);
            text.ShouldNotContain(Good[..12]);
        }
        (world.China.Calls.Count + world.International.Calls.Count).ShouldBe(0);
    }

    [Theory]
    [InlineData("inspect")]
    [InlineData("rotate")]
    public async Task No_body_hurts(string route)
    {
        await using var world = await World.StartAsync("--Upstream:CallsPerSecond=0", "--Sessions:AllowAnonymous=true");
        using var connection = new KeptConnection(world.Url);
        var good = $$"""{"sessionToken":"{{await world.SignInAsync()}}","region":"cn"}""";
        var statuses = new SortedSet<int>();
        var caller = 0;

        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(500).WithQuietOnSuccess(true), Prop.ForAll(Spoiling.Of(good), mutant =>
        {
            var type = mutant.Dice.Once(20) ? "text/plain" : "application/json";
            var answer = connection.Post($"/api/v1/sessions/{route}", mutant.Bytes, $"Content-Type: {type}\r\n{NextCaller()}", inChunks: mutant.Dice.Once(4));
            statuses.Add(answer.Status);
            answer.Headers["Cache-Control"].ShouldBe("no-store");
            answer.Headers["Content-Type"].ShouldBe(answer.Status == 200 ? "application/json; charset=utf-8" : "application/problem+json");
        }));

        statuses.ShouldBe(route == "inspect" ? [200, 400, 413, 415] : [200, 400, 404, 413, 415]);

        // An address may ask ten times a minute.
        string NextCaller() => $"X-Forwarded-For: 10.0.{++caller / 250}.{caller % 250}\r\n";
    }
}
