extern alias UnitTests;

using System.Text.RegularExpressions;
using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests;

/// <summary>The tests that <c>test.sh</c> names for its run on PostgreSQL exist: a filter for what does not exist is no error.</summary>
public sealed partial class TestScriptTests
{
    private static readonly string[] Classes =
    [
        .. new[] { typeof(TestScriptTests).Assembly, typeof(UnitTests::PhigrosLogin.Tests.DirectionTests).Assembly }
            .SelectMany(assembly => assembly.GetTypes()).Select(type => type.FullName!),
    ];

    [Fact]
    public void Every_namespace_that_is_run_once_more_has_a_test()
    {
        var namespaces = Named("namespaces");

        namespaces.Length.ShouldBeGreaterThanOrEqualTo(5);
        namespaces.ShouldAllBe(name => Classes.Any(type => type.StartsWith($"{name}.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_class_that_is_left_out_is_there()
    {
        var without = Named("without");

        without.ShouldNotBeEmpty();
        without.Except(Classes).ShouldBeEmpty();
    }

    private static string[] Named(string list) =>
    [
        .. Lists().Matches(Repository.Read("test.sh")).Where(match => match.Groups["list"].Value == list)
            .SelectMany(match => match.Groups["names"].Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Select(name => $"PhigrosLogin.Tests.{name}"),
    ];

    [GeneratedRegex(@"^ *(?<list>namespaces|without)\+?=\((?<names>[^)]*)\)", RegexOptions.Multiline)]
    private static partial Regex Lists();
}
