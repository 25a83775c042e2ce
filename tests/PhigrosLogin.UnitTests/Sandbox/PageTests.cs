using PhigrosLogin.Sandbox;
using PhigrosLogin.Sandbox.Pages;

namespace PhigrosLogin.Tests.Sandbox;

public class PageTests
{
    [Fact]
    public async Task The_link_of_a_code_leads_to_its_page()
    {
        await using var world = await SandboxWorld.StartAsync();
        var answer = await world.AskForCodeAsync();

        var page = await world.GetAsync(answer.Data("qrcode_url"));

        page.Status.ShouldBe(200);
        page.Text.ShouldContain(answer.Data("user_code"));
        page.Text.ShouldContain("扫码 · Scan");
    }

    [Fact]
    public async Task A_person_scans_and_confirms_with_two_buttons()
    {
        await using var world = await SandboxWorld.StartAsync();
        var code = await world.IssueAsync();

        var scanned = await world.PostAsync("/device", ("user_code", code.UserCode), ("act", "scan"));
        var waiting = await world.PollAsync(code.DeviceCode);
        await world.PostAsync("/device", ("user_code", code.UserCode), ("act", "confirm"));
        var granted = await world.PollAsync(code.DeviceCode);

        scanned.Status.ShouldBe(303);
        scanned.Location.ShouldBe($"/device?qrcode=1&user_code={code.UserCode}");
        waiting.Error.ShouldBe("authorization_waiting");
        granted.Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_person_refuses_and_cannot_take_it_back()
    {
        await using var world = await SandboxWorld.StartAsync();
        var code = await world.IssueAsync();

        await world.PostAsync("/device", ("user_code", code.UserCode), ("act", "refuse"));
        await world.PostAsync("/device", ("user_code", code.UserCode), ("act", "confirm"));
        var page = await world.GetAsync($"/device?user_code={code.UserCode}");

        page.Text.ShouldContain("已拒绝");
        page.Text.ShouldNotContain("<button");
    }

    [Fact]
    public async Task The_start_page_lists_open_codes_and_every_control_route()
    {
        await using var world = await SandboxWorld.StartAsync();
        var (open, over) = (await world.IssueAsync(), await world.IssueAsync());
        world.Sandbox.Codes.Expire(over.UserCode);

        var page = await world.GetAsync("/");

        page.Text.ShouldContain($"user_code={open.UserCode}");
        page.Text.ShouldNotContain(over.UserCode);
        page.Text.ShouldNotContain(open.DeviceCode);
        foreach (var route in (string[])["/scan", "/confirm", "/refuse", "/expire", "/script", "/sandbox/variants", "/sandbox/calls"])
        {
            page.Text.ShouldContain(route);
        }
    }

    [Fact]
    public async Task A_code_that_is_not_there_is_shown_harmlessly()
    {
        await using var world = await SandboxWorld.StartAsync();

        var page = await world.GetAsync("/device?user_code=%22%3E%3Cscript%3Ealert(1)%3C/script%3E");

        page.Status.ShouldBe(404);
        page.Text.ShouldNotContain("<script>");
        page.Text.ShouldContain("&lt;script&gt;");
    }

    [Fact]
    public void Every_hole_in_a_page_is_escaped_unless_it_is_a_page()
    {
        var hostile = "<b a=\"'&";

        var html = Html.Of($"<p>{hostile}{Html.Of($"<i>{1.5}</i>")}</p>");

        html.ToString().ShouldBe("<p>&lt;b a=&quot;&#39;&amp;<i>1.5</i></p>");
    }

    [Fact]
    public void A_code_is_printed_without_its_secret_half()
    {
        var code = new SandboxCode { DeviceCode = "secret", UserCode = "abcde", Scopes = [], IssuedAt = default };

        $"{code}".ShouldBe("abcde: Pending");
    }
}
