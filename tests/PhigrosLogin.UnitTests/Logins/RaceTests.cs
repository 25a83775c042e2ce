using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.Logins;

/// <summary>Many who want the same thing at the same moment.</summary>
public class RaceTests
{
    private const int Readers = 50;

    private static readonly int Rounds = FullLength.Or(everyday: 25, full: 200);

    [Fact]
    public async Task Fifty_readers_at_the_moment_of_success_all_get_the_one_result_of_the_one_exchange()
    {
        await using var world = await World.StartAsync(new ManualClock(), "--Upstream:CallsPerSecond=0");

        for (var round = 0; round < Rounds; round++)
        {
            var login = await world.OpenAsync();
            world.China.Codes.Confirm(await login.LookAsync());
            var waiting = Enumerable.Range(0, Readers / 2).Select(_ => ReadAsync(login)).ToArray();
            await world.UntilWatchedAsync(login, Readers / 2);
            var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var racing = Enumerable.Range(0, Readers / 2).Select(async _ =>
            {
                await released.Task;
                return await ReadAsync(login);
            }).ToArray();
            released.SetResult();
            await world.PassToPollAsync();

            var results = await Task.WhenAll([.. waiting, .. racing]);

            results.Distinct().ShouldHaveSingleItem().ShouldContain("\"sessionToken\"");
        }

        world.China.CountOf(SandboxOperation.Users).ShouldBe(Rounds);
        world.China.CountOf(SandboxOperation.Profile).ShouldBe(Rounds);
    }

    private static async Task<string> ReadAsync(OpenLogin login)
    {
        using var result = await login.ResultAsync("?wait=50");
        return await result.Content.ReadAsStringAsync();
    }
}
