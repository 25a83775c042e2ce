using System.Text;
using System.Text.RegularExpressions;
using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.Tests.Pages;

public partial class PageAssetsTests
{
    [Fact]
    public void An_asset_is_found_by_the_name_on_the_page_and_kept_for_ever()
    {
        string[] urls = [PageAssets.Css, PageAssets.Script, PageAssets.Icon];

        var found = urls.Select(url => PageAssets.Find(url["/assets/".Length..])!.Value).ToList();

        found.Select(file => file.Asset.ContentType).ShouldBe(["text/css; charset=utf-8", "text/javascript; charset=utf-8", "image/svg+xml"]);
        found.ShouldAllBe(file => file.CacheControl.Contains("immutable") && file.Asset.ETag.Length == 14 && file.Asset.Content.Length > 100);
    }

    [Fact]
    public void Another_versions_name_gets_what_there_is_but_not_for_keeps() =>
        PageAssets.Find("app.000000000000.css")!.Value.CacheControl.ShouldBe("no-cache");

    [Theory]
    [InlineData("app.css")]
    [InlineData("other.000000000000.css")]
    [InlineData("../app.000000000000.css")]
    [InlineData("")]
    public void Nothing_else_is_there(string name) => PageAssets.Find(name).ShouldBeNull();

    [Fact]
    public void Style_and_script_ask_nobody_else_and_the_script_is_small()
    {
        var script = PageAssets.Find(PageAssets.Script["/assets/".Length..])!.Value.Asset;
        var style = PageAssets.Find(PageAssets.Css["/assets/".Length..])!.Value.Asset;

        var texts = Encoding.UTF8.GetString(script.Content.Span) + Encoding.UTF8.GetString(style.Content.Span);

        Elsewhere().Matches(texts).ShouldBeEmpty();
        script.Content.Length.ShouldBeLessThan(8 * 1024);
    }

    [GeneratedRegex(@"https?://|url\(|@import|innerHTML|\beval\b|localStorage")]
    private static partial Regex Elsewhere();
}
