namespace PhigrosLogin.Tests.Documents;

/// <summary>What a reader of Chinese is told to type is what a reader of English is, so it needs no run of its own.</summary>
public class TranslationTests
{
    private const string Chinese = ".zh-CN.md";

    private static IReadOnlyList<Document> Translations => [.. Document.All.Where(document => document.Path.EndsWith(Chinese, StringComparison.Ordinal))];

    [Fact]
    public void A_translation_has_the_code_of_its_original_byte_for_byte()
    {
        Translations.Count.ShouldBeGreaterThan(4);
        foreach (var translation in Translations)
        {
            Code(translation).ShouldBe(Code(Original(translation)), translation.Path);
        }
    }

    [Fact]
    public void A_translation_has_as_many_headings_and_links_to_it_and_back()
    {
        foreach (var translation in Translations)
        {
            translation.Anchors.Count.ShouldBe(Original(translation).Anchors.Count, translation.Path);
            translation.Links.ShouldContain(Path.GetFileName(Original(translation).Path), translation.Path);
            Original(translation).Links.ShouldContain(Path.GetFileName(translation.Path), translation.Path);
        }
    }

    // Without a language it is what a program answers, or a drawing.
    private static IEnumerable<(string Language, string From, string Text)> Code(Document document) =>
        document.Code.Where(block => block.Language.Length > 0).Select(block => (block.Language, block.From, block.Text));

    private static Document Original(Document translation) =>
        Document.All.Single(document => document.Path == translation.Path.Replace(Chinese, ".md", StringComparison.Ordinal));
}
