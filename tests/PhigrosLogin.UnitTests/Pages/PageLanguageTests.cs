using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.Tests.Pages;

public class PageLanguageTests
{
    [Theory]
    [InlineData(null, null, PageLanguage.Chinese)]
    [InlineData(null, "", PageLanguage.Chinese)]
    [InlineData(null, "en-US,en;q=0.9", PageLanguage.English)]
    [InlineData(null, "zh-CN,zh;q=0.9,en;q=0.8", PageLanguage.Chinese)]
    [InlineData(null, "en;q=0.5,zh-TW;q=0.7", PageLanguage.Chinese)]
    [InlineData(null, "fr-FR,fr;q=0.9,en;q=0.3", PageLanguage.English)]
    [InlineData(null, "ja", PageLanguage.Chinese)]
    [InlineData(null, "en;q=0, *", PageLanguage.Chinese)]
    [InlineData(null, "en;q=x,;;,zh", PageLanguage.Chinese)]
    [InlineData("en", "zh-CN", PageLanguage.English)]
    [InlineData("zh", "en-US", PageLanguage.Chinese)]
    [InlineData("klingon", "en-US", PageLanguage.English)]
    public void The_language_is_the_one_asked_for_then_the_browsers_then_Chinese(string? asked, string? accepted, PageLanguage language) =>
        PageLanguages.Choose(asked, accepted).ShouldBe(language);
}
