using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.Tests.Pages;

public class OtherPageTests
{
    [Fact]
    public void The_start_page_offers_each_region_with_the_default_chosen()
    {
        var page = StartPage.Render(PageLanguage.Chinese, [new("global"), new("cn", "down")], keysRequired: false);

        page.ShouldContain("<form class=\"begin\" method=\"post\" action=\"/?lang=zh\">");
        page.ShouldContain("name=\"region\" value=\"global\" checked>");
        page.ShouldContain("name=\"region\" value=\"cn\">");
        page.ShouldContain("暂时没有响应");
        page.ShouldContain(">开始登录</button>");
    }

    [Fact]
    public void Where_keys_are_required_the_start_page_sends_to_the_bot()
    {
        var page = StartPage.Render(PageLanguage.English, [new("cn")], keysRequired: true);

        page.ShouldContain("Ask your bot for a login link");
        page.ShouldNotContain("<form");
    }

    [Fact]
    public void A_user_code_is_posted_and_a_wrong_one_stays_in_its_field()
    {
        var page = UserCodePage.Render(PageLanguage.English, UserCodeError.Malformed, "12ab");

        page.ShouldContain("method=\"post\" action=\"/l?lang=en\"");
        page.ShouldContain("name=\"user_code\" type=\"text\" value=\"12ab\"");
        page.ShouldContain("aria-invalid=\"true\"");
        page.ShouldContain("A code has 8 letters");
    }

    [Fact]
    public void An_old_link_is_told_kindly_what_to_do()
    {
        var page = GonePage.Render(PageLanguage.Chinese);

        page.ShouldContain("链接已失效");
        page.ShouldContain("让机器人再发一个新链接");
        page.ShouldContain("href=\"?lang=en\"");
    }

    [Theory]
    [InlineData("rate_limited", "Too many requests")]
    [InlineData("overloaded", "Too busy right now")]
    [InlineData("upstream_unavailable", "TapTap is not answering")]
    [InlineData("too_late_to_cancel", "Too late to cancel")]
    [InlineData("region_locked", "The region can no longer be changed")]
    [InlineData("client_credential_required", "Ask your bot for a login link")]
    [InlineData("something_new", "That did not work")]
    public void A_problem_has_words_and_a_way_back(string code, string title)
    {
        var page = ProblemPage.Render(PageLanguage.English, code, Scene.Id, "4bf92f35");

        page.ShouldContain($"{title}</h1>");
        page.ShouldContain($"href=\"/l/{Scene.Id}?lang=en\"");
        page.ShouldContain("<code>4bf92f35</code>");
    }
}
