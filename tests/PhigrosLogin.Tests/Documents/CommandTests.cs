using System.Reflection;

namespace PhigrosLogin.Tests.Documents;

/// <summary>Every command and program in the documents is run by a test, which says so with <see cref="RunsAttribute"/>.</summary>
public class CommandTests
{
    // What a program answers, and what stands in a file and is looked at there.
    private static readonly string[] NotToBeRun = ["", "json"];

    /// <summary>What no test runs, each with the reason: the shorter this list the better.</summary>
    private static readonly (string File, string Heading, string Language, string Reason)[] Exceptions =
    [
        ("CONTRIBUTING.md", "Contributing", "sh", "it is what runs this test, and the sandbox of the README"),
        ("docs/promises.md", "Guarantees and their tests", "sh", "runs other tests, as ./test.sh does"),
        ("docs/operating.md", "Build the archive", "sh", "takes a minute; the tests of packaging run publish.sh"),
    ];

    [Fact]
    public void Every_block_of_code_is_run_by_a_test_that_claims_it()
    {
        var claims = Claims();
        var unclaimed =
            from document in Document.All
            where !document.Path.EndsWith(".zh-CN.md", StringComparison.Ordinal)
            from block in document.Code
            where !block.IsExcerpt
            where !NotToBeRun.Contains(block.Language)
            where !claims.Any(claim => claim.Claims(block)) && !Exceptions.Any(exception => (exception.File, exception.Heading, exception.Language) == (block.File, block.Heading, block.Language))
            select $"{block.File}, {block.Heading}: {block.Language}\n{block.Text}";

        unclaimed.ShouldBeEmpty();
    }

    [Fact]
    public void Every_claim_and_every_exception_is_about_code_that_is_there()
    {
        var blocks = Document.All.SelectMany(document => document.Code).ToList();

        Claims().Where(claim => !blocks.Any(claim.Claims)).Select(claim => $"{claim.File}, {claim.Heading}").ShouldBeEmpty();
        Exceptions.Where(exception => !blocks.Any(block => (block.File, block.Heading, block.Language) == (exception.File, exception.Heading, exception.Language))).ShouldBeEmpty();
    }

    private static IReadOnlyList<RunsAttribute> Claims() =>
        [.. typeof(CommandTests).Assembly.GetTypes().SelectMany(type => type.GetMethods()).SelectMany(method => method.GetCustomAttributes<RunsAttribute>())];
}
