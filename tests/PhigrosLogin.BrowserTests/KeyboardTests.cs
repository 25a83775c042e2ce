namespace PhigrosLogin.BrowserTests;

/// <summary>Everything without a mouse.</summary>
public class KeyboardTests(Chromium chromium)
{
    [Fact]
    public async Task A_player_starts_and_cancels_with_the_keyboard_alone()
    {
        await using var world = await SimulatedTapTap.StartAsync();
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Desktop, "/");

        await TabToAsync(visit, "[name=region]");
        await visit.Page.Keyboard.PressAsync("ArrowDown");
        await TabToAsync(visit, "#start");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.ShouldBeAsync("pending");
        await visit.ShouldSayAsync("国际服");
        await TabToAsync(visit, "#cancel");
        await visit.Page.Keyboard.PressAsync("Enter");

        await visit.ShouldBeAsync("cancelled");
        await TabToAsync(visit, "#again-global");
    }

    [Fact]
    public async Task The_first_stop_leads_past_the_header()
    {
        await using var world = await SimulatedTapTap.StartAsync();
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Desktop, "/");

        await visit.Page.Keyboard.PressAsync("Tab");
        await Expect(visit.Page.Locator("a.skip")).ToBeInViewportAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.Keyboard.PressAsync("Tab");

        await Expect(visit.Page.Locator("[name=region]").First).ToBeFocusedAsync();
    }

    [Fact]
    public async Task The_focus_survives_a_change_of_state()
    {
        await using var world = await SimulatedTapTap.StartAsync();
        var login = await world.OpenAsync();
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Desktop, $"/l/{login.Id}");
        var code = await world.CodeAsync(login);
        await visit.Id("cancel").FocusAsync();

        world.China.Codes.Scan(code);
        await world.PollAsync();
        await visit.ShouldBeAsync("scanned");
        await Expect(visit.Id("cancel")).ToBeFocusedAsync();
        world.China.Codes.Confirm(code);
        await world.PollAsync();

        await visit.ShouldBeAsync("succeeded");
        await Expect(visit.Title).ToBeFocusedAsync();
    }

    [Theory]
    [InlineData("desktop", "BCDF-GHJK", "没有这个代码")]
    [InlineData("desktop", "1234", "代码是 8 个字母")]
    [InlineData("phone without JavaScript", "bcdfghjk", "没有这个代码")]
    public async Task A_code_is_typed_and_sent_with_Enter(string who, string typed, string answer)
    {
        await using var world = await SimulatedTapTap.StartAsync();
        await using var visit = await Visit.StartAsync(chromium, world, Visitor.Of(who), "/l");
        await Expect(visit.Id("user_code")).ToBeFocusedAsync();
        await visit.ShouldBeFitAsync();

        await visit.Id("user_code").FillAsync(typed);
        await visit.Page.Keyboard.PressAsync("Enter");

        await visit.ShouldSayAsync(answer);
        await Expect(visit.Id("user_code")).ToHaveValueAsync(typed);
        await Expect(visit.Id("user_code")).ToHaveAttributeAsync("aria-invalid", "true");
        await visit.ShouldBeFitAsync();
        await visit.PictureAsync($"{who}-code");
    }

    private static async Task TabToAsync(Visit visit, string selector)
    {
        var there = visit.Page.Locator($"{selector}:focus");
        for (var stop = 0; await there.CountAsync() == 0; stop++)
        {
            stop.ShouldBeLessThan(30, $"The Tab key does not reach {selector}.");
            await visit.Page.Keyboard.PressAsync("Tab");
        }
    }
}
