using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.LoginQrCodeApi;

/// <summary>A bot with many players behind one address, with the limits as they are by default.</summary>
public sealed class SixtyLoginsTests
{
    [Fact]
    public async Task P25_Sixty_logins_in_a_minute_from_one_address_get_sixty_tokens()
    {
        await using var world = await World.StartAsync(new ManualClock());
        var codes = new List<SimulatedCode>();
        for (var number = 0; number < 60; number++)
        {
            codes.Add(await world.NewCodeAsync());
            world.Clock.Advance(TimeSpan.FromSeconds(0.9));
        }
        foreach (var code in codes) world.China.Codes.Confirm(code.UserCode);
        world.Clock.Advance(TimeSpan.FromSeconds(3));

        var tokens = 0;
        foreach (var code in codes)
        {
            var granted = await world.PostAsync("CheckQRCode", code.Body);
            granted.Status.ShouldBe(200, granted.Body);
            var profile = await world.PostAsync("GetTapTapProfile", granted.Body);
            profile.Status.ShouldBe(200, profile.Body);
            var token = await world.PostAsync("GetPhigrosToken", granted.Body);
            token.Status.ShouldBe(200, token.Body);
            tokens++;
            // Their four calls each are more than 50 a second, and the clock stands still by itself.
            world.Clock.Advance(TimeSpan.FromSeconds(0.1));
        }

        tokens.ShouldBe(60);
        world.China.CountOf(SandboxOperation.Users).ShouldBe(60);
    }
}
