using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.Tests.Pages;

public class HostileTextTests
{
    private const string Hostile = "\"><script>alert('1')</script>&amp;{0}";

    [Fact]
    public void Whatever_a_stranger_says_is_shown_as_text()
    {
        var scene = new Scene { By = Hostile, For = Hostile, Verified = Hostile };
        var done = new Scene { State = "succeeded", PlayerName = Hostile };

        var pages = scene.Draw() + done.Draw() + UserCodePage.Render(PageLanguage.English, UserCodeError.Unknown, Hostile);

        pages.ShouldNotContain("<script>");
        pages.ShouldNotContain("\"><script");
        pages.ShouldContain("<bdi>&gt;&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;&amp;amp;{0}</bdi>");
    }

    [Theory]
    [InlineData("Pigeon\u202Egnp.exe", "Pigeongnp.exe")]
    [InlineData("a\u2066b\u2069\u200F\u200Bc\uFEFF", "abc")]
    [InlineData("two\r\nlines\tand  more", "two lines and more")]
    [InlineData("see https://evil.example/x now", "see now")]
    [InlineData("www.evil.example", null)]
    [InlineData("taptap://x", null)]
    [InlineData("  ", null)]
    [InlineData("小鸽子 Bot 🎵", "小鸽子 Bot 🎵")]
    [InlineData("\u3164", null)]
    [InlineData("\uFFA0\u2800\u115F\u1160\u034F\uFE0F\u17B4\u17B5\u180B\U000E0100", null)]
    [InlineData("\u0301\u0301", null)]
    [InlineData("\u20DDa\u20DD", "a")]
    [InlineData("Z\u0300\u0301\u0302\u0303\u0304algo\u0305", "Z\u0300\u0301algo\u0305")]
    [InlineData("Nguye\u0302\u0303n", "Nguye\u0302\u0303n")]
    [InlineData("นํ้า", "นํ้า")]
    [InlineData("My bot”, verified by TapTap. Other askers are “", "My bot, verified by TapTap. Other askers are")]
    [InlineData("\"a\" «b» „c‟ ‹d› 「e」『f』〝g〞＂h＂ ❝i❞", "a b c d efgh i")]
    [InlineData("Ame’s bot", "Ame’s bot")]
    public void A_claim_is_one_visible_line_without_links(string said, string? shown) =>
        DisplayText.Sanitize(said).ShouldBe(shown);

    [Fact]
    public void A_claim_is_cut_at_eighty_characters() =>
        DisplayText.Sanitize(new string('x', 200))!.Length.ShouldBe(80);

    [Fact]
    public void A_character_outside_the_basic_plane_is_one_of_the_eighty_and_is_not_cut_in_two() =>
        DisplayText.Sanitize(string.Concat(Enumerable.Repeat("🎵", 200))).ShouldBe(string.Concat(Enumerable.Repeat("🎵", 80)));

    [Fact]
    public void Half_a_character_is_no_danger() => DisplayText.Sanitize("a\uD800b").ShouldBe("a\uFFFDb");

    [Fact]
    public void Markup_comes_from_the_source_and_never_from_a_hole()
    {
        string text = "<b>&\"'+";

        var html = Html.Of($"<i title=\"{text}\">{Html.Of($"<u>{text}</u>")}{7}</i>");

        html.ToString().ShouldBe("<i title=\"&lt;b&gt;&amp;&quot;&#x27;&#x2B;\"><u>&lt;b&gt;&amp;&quot;&#x27;&#x2B;</u>7</i>");
    }
}
