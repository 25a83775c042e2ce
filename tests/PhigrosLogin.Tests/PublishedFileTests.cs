namespace PhigrosLogin.Tests;

/// <summary>Which program answers the tests of the HTTP API.</summary>
public class PublishedFileTests
{
    [Fact]
    public async Task What_knows_only_the_door_meets_the_published_file_in_a_full_run()
    {
        await using var world = await World.StartAsync();
        await using var inRealTime = await TestGateway.StartInRealTimeAsync(world.China.Url);
        await using var inside = await World.StartAsync(new ManualClock());

        (await RawHttp.GetAsync(world.Url, "/health/live")).Body.ShouldBe("alive");

        var atTheDoor = ServerProcess.Published ?? Environment.ProcessPath!;
        Program(world).ShouldBe(atTheDoor);
        Program(inRealTime).ShouldBe(atTheDoor);
        inside.ProcessId.ShouldBe(Environment.ProcessId);
    }

    [Fact]
    public async Task What_brings_no_clock_cannot_look_inside_wherever_it_runs()
    {
        await using var world = await World.StartAsync();

        Should.Throw<InvalidOperationException>(() => world.Clock);
        Should.Throw<InvalidOperationException>(() => world.Gateway);
        Should.Throw<InvalidOperationException>(() => world.Log);
    }

    private static string Program(TestGateway gateway) =>
        File.ResolveLinkTarget($"/proc/{gateway.ProcessId}/exe", returnFinalTarget: true)!.FullName;
}
