using System.Globalization;

namespace PhigrosLogin.Server.Pages;

/// <summary>The two languages that a page speaks.</summary>
public enum PageLanguage
{
    Chinese,
    English,
}

/// <summary>Which language a caller gets: the one asked for by <c>?lang=</c>, else the browser's, else Chinese.</summary>
internal static class PageLanguages
{
    public static PageLanguage Choose(string? asked, string? acceptLanguage) =>
        Named(asked) ?? Preferred(acceptLanguage) ?? PageLanguage.Chinese;

    /// <summary>The word for this language in <c>?lang=</c>.</summary>
    public static string Code(this PageLanguage language) => language is PageLanguage.English ? "en" : "zh";

    /// <summary>The language tag of the document.</summary>
    public static string Tag(this PageLanguage language) => language is PageLanguage.English ? "en" : "zh-CN";

    public static PageLanguage Other(this PageLanguage language) =>
        language is PageLanguage.English ? PageLanguage.Chinese : PageLanguage.English;

    private static PageLanguage? Named(string? tag) => tag?.Trim().Split('-', 2)[0].ToUpperInvariant() switch
    {
        "ZH" => PageLanguage.Chinese,
        "EN" => PageLanguage.English,
        _ => null,
    };

    private static PageLanguage? Preferred(string? acceptLanguage) =>
        (acceptLanguage ?? "").Split(',')
            .Select(part => part.Split(';', 2))
            .Select(part => (Language: Named(part[0]), Weight: Weight(part.ElementAtOrDefault(1))))
            .Where(choice => choice.Language is not null && choice.Weight > 0)
            .OrderByDescending(choice => choice.Weight)
            .FirstOrDefault().Language;

    private static double Weight(string? parameter) =>
        parameter is null ? 1
        : double.TryParse(parameter.Replace("q=", "", StringComparison.OrdinalIgnoreCase), NumberStyles.Float, CultureInfo.InvariantCulture, out var weight) ? weight
        : 0;
}
