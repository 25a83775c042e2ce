extern alias UnitTests;

using System.Reflection;
using System.Text.RegularExpressions;
using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests;

/// <summary>docs/promises.md names a test for each promise, and each of those tests is there.</summary>
public sealed partial class PromiseTableTests
{
    private const string Project = "PhigrosLogin.";

    private static readonly (int Number, string Promise, string[] Tests)[] Rows =
    [
        .. Row().Matches(Repository.Read("docs/promises.md")).Select(row => (
            int.Parse(row.Groups["number"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture), row.Groups["promise"].Value.Trim(), Names(row.Groups["tests"].Value))),
    ];

    public static TheoryData<string> Named() => [.. Rows.SelectMany(row => row.Tests).Distinct()];

    [Fact]
    public void Forty_promises_each_have_a_test()
    {
        Rows.Select(row => row.Number).ShouldBe(Enumerable.Range(1, 40));
        Rows.ShouldAllBe(row => row.Promise.Length > 20 && row.Tests.Length > 0);
    }

    [Theory]
    [MemberData(nameof(Named))]
    public void A_test_that_is_named_is_there(string name)
    {
        var parts = name.Split('.');

        if (parts[0] == "BrowserTests") InSource(parts).ShouldContain("[Fact]");
        else Methods(name).ShouldNotBeEmpty();
    }

    // Those that start programs, and the fast ones.
    private static readonly Assembly[] Assemblies = [typeof(PromiseTableTests).Assembly, typeof(UnitTests::PhigrosLogin.Tests.DirectionTests).Assembly];

    private static Type? Class(string name) => Assemblies.Select(assembly => assembly.GetType(Project + name)).SingleOrDefault(type => type is not null);

    // A class, or one method of it.
    private static IEnumerable<MethodInfo> Methods(string name)
    {
        var tests = Class(name) ?? Class(name[..name.LastIndexOf('.')]);
        return (tests?.GetMethods() ?? []).Where(method => method.GetCustomAttributes<FactAttribute>().Any() && (tests!.FullName == Project + name || name.EndsWith($".{method.Name}", StringComparison.Ordinal)));
    }

    // Another project's tests, which this one does not know.
    private static string InSource(string[] parts) => Repository.Read($"tests/{Project}{parts[0]}/{parts[1]}.cs");

    private static string[] Names(string cell) => [.. Name().Matches(cell).Select(name => name.Groups["name"].Value)];

    [GeneratedRegex(@"^\| (?<number>\d+) \| (?<promise>[^|]*) \|(?<tests>[^|]*)\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex Name();
}
