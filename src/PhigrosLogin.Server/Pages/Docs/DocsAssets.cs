using System.Text;
using System.Text.Json;

namespace PhigrosLogin.Server.Pages.Docs;

/// <summary>The OpenAPI document that this gateway carries, and the pages drawn from it when somebody first looks.</summary>
internal static class DocsAssets
{
    private static readonly Lazy<PageAsset> Chinese = new(() => Draw(PageLanguage.Chinese));
    private static readonly Lazy<PageAsset> English = new(() => Draw(PageLanguage.English));

    public static PageAsset Document { get; } = PageAsset.Load("openapi.json", "application/json; charset=utf-8");

    public static PageAsset In(PageLanguage language) => (language is PageLanguage.English ? English : Chinese).Value;

    private static PageAsset Draw(PageLanguage language)
    {
        using var document = JsonDocument.Parse(Document.Content);
        return PageAsset.Of("docs.html", "text/html; charset=utf-8", Encoding.UTF8.GetBytes(DocsPage.Render(new ApiReader(document.RootElement, language))));
    }
}
