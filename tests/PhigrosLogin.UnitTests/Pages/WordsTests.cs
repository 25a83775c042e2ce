using System.Reflection;
using System.Text.RegularExpressions;
using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.Tests.Pages;

public partial class WordsTests
{
    private static readonly (string Name, Phrase Phrase)[] All =
        [.. typeof(Words).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (field.Name, (Phrase)field.GetValue(null)!))];

    [Fact]
    public void Every_text_is_there_in_both_languages_with_the_same_holes()
    {
        var texts = All;

        texts.Length.ShouldBeGreaterThan(100);
        foreach (var (name, phrase) in texts)
        {
            phrase.Chinese.ShouldNotBeNullOrWhiteSpace(name);
            phrase.English.ShouldNotBeNullOrWhiteSpace(name);
            Holes().Count(phrase.Chinese).ShouldBe(Holes().Count(phrase.English), name);
        }
    }

    [Fact]
    public void English_texts_hold_no_Chinese()
    {
        var texts = All.Where(text => text.Name != nameof(Words.LanguageName));

        texts.ShouldAllBe(text => !Han().IsMatch(text.Phrase.English));
    }

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Holes();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Han();
}
