using System.Security.Cryptography;
using System.Text.Json;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.OAuth;

/// <summary>Whatever happens in whatever order, a client hears "not yet", then one end, then at most that it is gone.</summary>
public class DeviceGrantPropertyTests
{
    private const int Stories = 60;

    private static readonly (string Name, Func<World, DeviceLogin, string, Task> Happens)[] Events =
    [
        ("asks", (_, _, _) => Task.CompletedTask),
        ("asks again", (_, _, _) => Task.CompletedTask),
        ("a second passes", (world, _, _) => world.PassSecondsAsync(1)),
        ("an interval passes", (world, _, _) => world.PassSecondsAsync(3)),
        ("a while passes", (world, _, _) => world.PassSecondsAsync(12)),
        ("an age passes", (world, _, _) => world.PassSecondsAsync(RandomNumberGenerator.GetInt32(4) == 0 ? 320 : 1)),
        ("scans", (world, _, code) => Try(() => world.China.Codes.Scan(code))),
        ("confirms", (world, _, code) => Try(() => world.China.Codes.Confirm(code))),
        ("refuses", (world, _, code) => RandomNumberGenerator.GetInt32(3) == 0 ? Try(() => world.China.Codes.Refuse(code)) : Task.CompletedTask),
        ("cancels", async (_, device, _) => { if (RandomNumberGenerator.GetInt32(4) == 0) (await device.Login.CancelAsync()).Dispose(); }),
        ("types the code", async (world, device, _) => await world.PostFormAsync("/l", $"user_code={device.UserCode}")),
    ];

    [Fact]
    public async Task No_order_of_events_takes_an_end_back()
    {
        await using var world = await World.StartAsync(new ManualClock());
        var heard = new HashSet<string>();

        for (var story = 0; story < Stories; story++)
        {
            var device = await world.AuthorizeAsync($"client_id={OAuthCaller.Client}&region=cn");
            var code = await device.Login.LookAsync();
            var answers = new List<string>();
            var told = new List<string>();
            for (var step = 0; step < 20; step++)
            {
                var (name, happens) = Events[RandomNumberGenerator.GetInt32(Events.Length)];
                await happens(world, device, code);
                var answer = await device.AskAsync();
                answers.Add(answer.Status == 200 ? answer.Body : JsonDocument.Parse(answer.Body).RootElement.Text("error")!);
                told.Add($"{name}: {(answer.Status == 200 ? "token" : answers[^1])}");
            }

            var ends = answers.Distinct().Where(answer => answer is not ("authorization_pending" or "slow_down")).ToArray();
            var first = answers.FindIndex(answer => answer is not ("authorization_pending" or "slow_down"));
            if (first >= 0) answers.Skip(first).ShouldAllBe(answer => answer != "authorization_pending" && answer != "slow_down", string.Join("; ", told));
            answers.Skip(Math.Max(first, 0)).Select(Rank).ShouldBeInOrder(SortDirection.Ascending, string.Join("; ", told));
            ends.Count(answer => answer.StartsWith('{')).ShouldBeLessThanOrEqualTo(1, string.Join("; ", told));
            heard.UnionWith(answers.Select(answer => answer.StartsWith('{') ? "token" : answer));
        }

        heard.ShouldBeSubsetOf(["authorization_pending", "slow_down", "token", "access_denied", "expired_token", "invalid_grant"]);
        heard.ShouldContain("token");
        heard.ShouldContain("slow_down");
    }

    private static int Rank(string answer) => answer switch
    {
        "authorization_pending" or "slow_down" => 0,
        "access_denied" or ['{', ..] => 1,
        "expired_token" => 2,
        _ => 3,
    };

    // A code that is over has no more to say.
    private static Task Try(Action act)
    {
        try
        {
            act();
        }
        catch (InvalidOperationException)
        {
            // nothing happens
        }
        return Task.CompletedTask;
    }
}
