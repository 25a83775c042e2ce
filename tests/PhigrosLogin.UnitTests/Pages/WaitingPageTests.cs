using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.Tests.Pages;

public class WaitingPageTests
{
    [Fact]
    public void A_computer_shows_the_code_with_steps_and_both_countdowns()
    {
        var scene = new Scene();

        var page = scene.Draw(Device.Desktop);

        page.ShouldContain($"src=\"/api/v1/logins/{Scene.Id}/qr.svg?v=2\"");
        page.ShouldContain("data-seconds=\"552\">9:12</span> left");
        page.ShouldContain("New code in <span class=\"time\" data-seconds=\"252\">4:12</span>");
        page.ShouldContain("scan this code");
        page.ShouldContain($"href=\"/l/{Scene.Id}/open?lang=en\"");
    }

    [Fact]
    public void The_code_has_no_countdown_of_its_own_when_it_outlives_the_login()
    {
        var scene = new Scene { Life = TimeSpan.FromSeconds(120) };

        var page = scene.Draw(Device.Desktop);

        page.ShouldContain("1:12</span> left");
        page.ShouldNotContain("New code in");
    }

    [Fact]
    public void A_phone_gets_a_button_and_a_code_only_on_request()
    {
        var scene = new Scene();

        var page = scene.Draw(Device.Phone);

        page.ShouldContain($"<a class=\"button primary\" id=\"open\" href=\"/l/{Scene.Id}/open?lang=en\">Continue with TapTap</a>");
        page.ShouldContain($"href=\"/l/{Scene.Id}?lang=en&amp;qr=1\"");
        page.ShouldNotContain("qr.svg");
        page.ShouldNotContain("id=\"app\"");
        new Scene { ShowQr = true }.Draw(Device.Phone).ShouldContain("qr.svg");
    }

    [Theory]
    [InlineData("taptap://taptap.com/login?a=1&b=2", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData(null, false)]
    public void The_app_is_offered_only_where_a_deep_link_is_known(string? link, bool offered)
    {
        var scene = new Scene { OpenInTapTap = link };

        var page = scene.Draw(Device.Phone);

        page.Contains("id=\"app\"", StringComparison.Ordinal).ShouldBe(offered);
        page.ShouldNotContain("javascript:");
    }

    [Theory]
    [InlineData(Device.WeChat, "微信里打不开 TapTap 应用")]
    [InlineData(Device.QQ, "QQ 里打不开 TapTap 应用")]
    public void A_chat_apps_browser_is_told_to_open_another_and_asks_for_no_code(Device device, string hint)
    {
        var scene = new Scene { OpenInTapTap = "taptap://x" };

        var page = scene.Draw(device, PageLanguage.Chinese);

        page.ShouldContain(hint);
        page.ShouldContain($"data-copy=\"https://gate.example/l/{Scene.Id}\"");
        page.ShouldContain($"data-events=\"/api/v1/logins/{Scene.Id}/events\"");
        page.ShouldNotContain("taptap://");
        page.ShouldNotContain("qr.svg");
    }

    [Fact]
    public void An_own_login_in_a_chat_apps_browser_copies_the_start_page_because_its_result_stays_here()
    {
        var scene = new Scene { IsOwn = true };

        var page = scene.Draw(Device.WeChat);

        page.ShouldContain("data-copy=\"https://gate.example/\"");
    }

    [Theory]
    [InlineData("Pigeon", null, "Someone calling themselves “<bdi>Pigeon</bdi>”, not verified.")]
    [InlineData("Pigeon", "PhiBot", "“<bdi>PhiBot</bdi>”, verified by this site.")]
    [InlineData("Pigeon", "PhiBot", "It says the request is from “<bdi>Pigeon</bdi>”; that is not verified.")]
    [InlineData(null, null, "did not give a name")]
    public void Who_asks_is_told_apart_from_who_claims_to(string? by, string? verified, string sentence)
    {
        var scene = new Scene { By = by, Verified = verified };

        var page = scene.Draw();

        page.ShouldContain(sentence);
        page.ShouldContain("They say it is for “<bdi>Axiao</bdi>”, not verified either.");
        page.ShouldContain("Go on only if you started this login yourself.");
        page.ShouldContain("read and change your Phigros cloud save");
    }

    [Fact]
    public void The_region_can_be_changed_only_while_it_is_open()
    {
        var open = new Scene { CanChangeRegion = true };
        var locked = new Scene { CanChangeRegion = false };

        var (offer, none) = (open.Draw(), locked.Draw());

        offer.ShouldContain($"action=\"/l/{Scene.Id}/region?lang=en\"");
        offer.ShouldContain("name=\"region\" value=\"global\">Switch to International</button>");
        none.ShouldNotContain("name=\"region\"");
    }

    [Fact]
    public void A_missing_player_and_a_silent_TapTap_are_said_while_waiting()
    {
        var scene = new Scene { Notice = "no_player_account", Upstream = "down", CanChangeRegion = true };

        var page = scene.Draw();

        page.ShouldContain("has no Phigros player in the China region");
        page.ShouldContain("TapTap is not answering, and it is not you.");
    }

    [Fact]
    public void A_silent_game_cloud_is_told_from_a_silent_TapTap()
    {
        var scene = new Scene { Upstream = "down", Cause = "cloud" };

        var page = scene.Draw();

        page.ShouldContain("The game cloud is not answering, so a sign-in could not be finished now");
        page.ShouldNotContain("TapTap is not answering");
    }

    [Fact]
    public void A_scan_in_the_last_seconds_has_the_rest_of_its_code_at_most_a_minute()
    {
        var scanned = new Scene { State = "scanned", Life = TimeSpan.FromSeconds(48) };

        var page = scanned.Draw();

        page.ShouldContain("1:00</span> left");
    }

    [Fact]
    public void After_the_scan_the_code_gives_way_but_can_be_shown_again()
    {
        var scene = new Scene { State = "scanned" };

        var page = scene.Draw();

        page.ShouldContain(">Scanned. Now confirm on your phone</h1>");
        page.ShouldNotContain("qr.svg");
        page.ShouldContain("qr=1");
        scene.Draw(Device.Phone).ShouldContain($"href=\"/l/{Scene.Id}/open?lang=en\">Back to TapTap to confirm</a>");
    }
}
