using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.Tests.Pages;

public class EndingPageTests
{
    [Theory]
    [InlineData("denied", null, "You refused in TapTap")]
    [InlineData("cancelled", null, "Login cancelled")]
    [InlineData("expired", "timed_out", "Time is up")]
    [InlineData("expired", null, "Time is up")]
    [InlineData("expired", "upstream_unavailable", "TapTap is not answering")]
    [InlineData("failed", "no_player_account", "No player in the China region")]
    [InlineData("failed", "exchange_failed", "Couldn’t sign in to Phigros")]
    [InlineData("failed", "result_lost", "The login result was lost")]
    [InlineData("failed", "upstream_unavailable", "TapTap is not answering")]
    [InlineData("failed", "clock_skew", "This server’s clock is wrong")]
    [InlineData("failed", "timed_out", "Time is up")]
    [InlineData("failed", "something_new", "This login did not work")]
    public void Each_end_is_told_in_words_with_the_one_step_that_helps(string state, string? reason, string title)
    {
        var own = new Scene { State = state, Reason = reason, IsOwn = true };
        var sent = new Scene { State = state, Reason = reason };

        var (mine, bots) = (own.Draw(), sent.Draw());

        mine.ShouldContain($"{title}</h1>");
        mine.ShouldContain("<form method=\"post\" action=\"/?lang=en\">");
        bots.ShouldContain($"{title}</h1>");
        bots.ShouldContain("sk your bot for a new link");
        bots.ShouldNotContain("<form");
    }

    [Fact]
    public void An_own_login_without_a_player_can_start_again_in_the_other_region()
    {
        var scene = new Scene { State = "failed", Reason = "no_player_account", IsOwn = true };

        var page = scene.Draw();

        page.ShouldContain("name=\"region\" value=\"global\">Start again in International</button>");
        page.ShouldContain("name=\"region\" value=\"cn\">Start again</button>");
    }

    [Fact]
    public void An_own_success_gives_the_token_behind_a_lid_with_a_copy_button_and_a_warning()
    {
        var scene = new Scene { State = "succeeded", IsOwn = true };

        var page = scene.Draw();

        page.ShouldContain($"data-copy=\"{Scene.Token}\"");
        page.ShouldContain($"<summary>Show the token</summary><code id=\"token\" tabindex=\"0\">{Scene.Token}</code></details>");
        page.ShouldContain("It works like a password");
        page.ShouldContain("If this was a mistake");
    }

    [Fact]
    public void An_own_success_whose_token_is_forgotten_offers_another_login()
    {
        var scene = new Scene { State = "succeeded", IsOwn = true, SessionToken = null };

        var page = scene.Draw();

        page.ShouldContain("The token is no longer shown.");
        page.ShouldContain(">Start again</button>");
    }

    [Fact]
    public void A_success_on_a_bots_link_names_the_player_and_says_how_to_undo_it()
    {
        var scene = new Scene { State = "succeeded" };

        var page = scene.Draw();

        page.ShouldContain("Done. Go back to your chat");
        page.ShouldContain("<bdi>static-void2</bdi>");
        page.ShouldContain("it dies when it is rotated");
    }

    [Theory]
    [InlineData("pending", null, null, "等你用 TapTap 扫码确认。")]
    [InlineData("pending", null, "no_player_account", "这个 TapTap 账号在国服没有 Phigros 玩家。你玩的是别的区服吗？换过去再确认一次就行。")]
    [InlineData("scanned", null, null, "已扫码，请在手机上确认")]
    [InlineData("failed", "no_player_account", null, "在国服没有找到 Phigros 账号。TapTap 账号没问题，但它在这个区服还没玩过 Phigros。")]
    public void One_sentence_tells_where_a_login_stands(string state, string? reason, string? notice, string sentence) =>
        LoginSentence.Of(state, reason, notice, "cn", PageLanguage.Chinese).ShouldBe(sentence);

    [Fact]
    public void An_unknown_state_is_an_error_and_not_a_page() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new Scene { State = "melted" }.Draw());
}
