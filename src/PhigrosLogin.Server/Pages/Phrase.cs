namespace PhigrosLogin.Server.Pages;

/// <summary>One text in both languages; <c>{0}</c> is a hole that the page fills.</summary>
internal readonly record struct Phrase(string Chinese, string English)
{
    public string In(PageLanguage language) => language is PageLanguage.English ? English : Chinese;
}
