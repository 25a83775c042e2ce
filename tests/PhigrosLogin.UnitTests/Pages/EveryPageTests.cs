using System.Text.RegularExpressions;
using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.Tests.Pages;

public partial class EveryPageTests
{
    public static TheoryData<string, PageLanguage, Device, bool> Logins()
    {
        var rows = new TheoryData<string, PageLanguage, Device, bool>();
        foreach (var state in Scene.States)
            foreach (var language in Enum.GetValues<PageLanguage>())
                foreach (var device in Enum.GetValues<Device>())
                    foreach (var own in new[] { false, true })
                        rows.Add(state, language, device, own);
        return rows;
    }

    [Theory]
    [MemberData(nameof(Logins))]
    public void A_login_is_drawn_in_every_state_language_and_device(string state, PageLanguage language, Device device, bool own)
    {
        var scene = new Scene { State = state, IsOwn = own, CanChangeRegion = true, OpenInTapTap = "taptap://x", ShowQr = own };

        var page = scene.Draw(device, language);

        ShouldBeAPage(page, language);
        page.ShouldContain("<b>gate.example</b>");
        page.ShouldContain($"lang={language.Other().Code()}");
        page.Contains(Scene.Token, StringComparison.Ordinal).ShouldBe(own && state == "succeeded");
        page.Contains("http-equiv=\"refresh\"", StringComparison.Ordinal).ShouldBe(!scene.View.IsFinal);
        page.Contains("data-events=", StringComparison.Ordinal).ShouldBe(!scene.View.IsFinal);
        page.Contains($"action=\"/l/{Scene.Id}/cancel?lang={language.Code()}\"", StringComparison.Ordinal).ShouldBe(state is "pending" or "scanned");
    }

    [Theory]
    [InlineData(PageLanguage.Chinese)]
    [InlineData(PageLanguage.English)]
    public void The_pages_around_a_login_are_drawn_in_both_languages(PageLanguage language)
    {
        string[] pages =
        [
            StartPage.Render(language, [new("cn"), new("global", "down"), new("mine")], keysRequired: false, Device.QQ, "https://gate.example"),
            StartPage.Render(language, [new("cn")], keysRequired: true),
            UserCodePage.Render(language),
            UserCodePage.Render(language, UserCodeError.Unknown, "bcdf"),
            GonePage.Render(language),
            ProblemPage.Render(language, "region_locked", Scene.Id, "4bf92f35"),
        ];

        foreach (var page in pages)
            ShouldBeAPage(page, language);
    }

    private static void ShouldBeAPage(string page, PageLanguage language)
    {
        page.ShouldStartWith("<!doctype html>");
        page.ShouldContain($"<html lang=\"{language.Tag()}\">");
        page.ShouldContain("<main id=\"main\"");
        page.ShouldContain("aria-live=\"polite\"");
        Count(page, "<h1 tabindex=\"-1\">").ShouldBe(1);
        page.ShouldNotContain("{0}");

        Inline().Matches(page).ShouldBeEmpty();
        Scripts().Matches(page).Select(match => match.Value).ShouldAllBe(tag => tag == $"<script type=\"module\" src=\"{PageAssets.Script}\">");
        Addresses().Matches(page).Select(match => match.Groups[1].Value).ShouldAllBe(address =>
            (address.StartsWith('/') && !address.StartsWith("//")) || address.StartsWith('?') || address == "#main" || address == "taptap://x");
        Ids().Matches(page).Select(match => match.Groups[1].Value).ShouldBeUnique();
    }

    private static int Count(string page, string text) => page.Split(text).Length - 1;

    [GeneratedRegex(@"<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();

    [GeneratedRegex("<script[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Scripts();

    [GeneratedRegex("(?:href|src|action)=\"([^\"]*)\"")]
    private static partial Regex Addresses();

    [GeneratedRegex("\\sid=\"([^\"]*)\"")]
    private static partial Regex Ids();
}
