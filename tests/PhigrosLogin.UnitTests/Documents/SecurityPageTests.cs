using System.Text.RegularExpressions;
using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests.Documents;

/// <summary>What SECURITY.md names is there.</summary>
public sealed partial class SecurityPageTests
{
    public static TheoryData<string> Pages => ["SECURITY.md", "SECURITY.zh-CN.md"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_tests_and_files_that_it_names_exist(string page)
    {
        var text = Repository.Read(page);
        var tests = Directory.EnumerateFiles(Repository.File("tests"), "*Tests.cs", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).ToHashSet();

        var (named, linked) = (TestNames().Matches(text), Links().Matches(text));

        named.Count.ShouldBeGreaterThan(20);
        named.Select(match => match.Groups[1].Value).Where(name => !tests.Contains(name)).ShouldBeEmpty();
        linked.Select(match => match.Groups[1].Value).Where(path => !File.Exists(Repository.File(path))).ShouldBeEmpty();
    }

    [Fact]
    public void Both_languages_name_the_same_tests() => Named("SECURITY.zh-CN.md").ShouldBe(Named("SECURITY.md"));

    private static IEnumerable<string> Named(string page) =>
        TestNames().Matches(Repository.Read(page)).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex("`([A-Z][A-Za-z]*Tests)`")]
    private static partial Regex TestNames();

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)\)")]
    private static partial Regex Links();
}
