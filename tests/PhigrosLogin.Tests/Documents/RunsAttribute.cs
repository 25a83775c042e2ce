using System.Reflection;
using System.Runtime.CompilerServices;

namespace PhigrosLogin.Tests.Documents;

/// <summary>Claims that a test runs the code under a heading of a document, each of its blocks as it stands there.</summary>
/// <param name="file">The document, from the root of the repository.</param>
/// <param name="heading">The heading without its number signs.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class RunsAttribute(string file, string heading) : Attribute
{
    public string File => file;

    public string Heading => heading;

    /// <summary>Which of the languages of the code blocks; all of them when null.</summary>
    public string? Language { get; init; }

    /// <summary>All that the calling test claims, in the order of the documents.</summary>
    public static IReadOnlyList<CodeBlock> BlocksOf(Type tests, [CallerMemberName] string test = "")
    {
        var claims = tests.GetMethod(test)!.GetCustomAttributes<RunsAttribute>().ToList();
        return [.. Document.All.SelectMany(document => document.Code).Where(block => claims.Exists(claim => claim.Claims(block)))];
    }

    public bool Claims(CodeBlock block) => block.File == file && block.Heading == heading && (Language is null || block.Language == Language);
}
