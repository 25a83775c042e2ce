using System.Text.RegularExpressions;
using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests.Documents;

/// <summary>Code between fences in a document.</summary>
/// <param name="File">The document, from the root of the repository.</param>
/// <param name="Heading">The heading above, without its number signs.</param>
/// <param name="Language">The first word after the fence.</param>
/// <param name="From">The second word after the fence: the file of which it is an excerpt, or the name that it should get.</param>
internal sealed record CodeBlock(string File, string Heading, string Language, string From, string Text)
{
    /// <summary>Whether it is taken from a file of the repository, which has tests of its own.</summary>
    public bool IsExcerpt => From.Contains('/', StringComparison.Ordinal);
}

/// <summary>A document of this repository: its headings, its code and its links.</summary>
internal sealed partial class Document(string path)
{
    private readonly string _text = Repository.Read(path);

    public string Path => path;

    /// <summary>Where it lies on this machine.</summary>
    public string FullPath { get; } = System.IO.Path.GetFullPath(Repository.File(path));

    /// <summary>Every document that a reader may come upon.</summary>
    public static IReadOnlyList<Document> All { get; } = [.. Files().Order(StringComparer.Ordinal).Select(file => new Document(file))];

    /// <summary>The documents in a folder and below, wherever it lies.</summary>
    public static IReadOnlyList<Document> In(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories).Select(file => new Document(file))];

    public IReadOnlyList<CodeBlock> Code => [.. Blocks()];

    /// <summary>The headings as GitHub and others name them in a link.</summary>
    public IReadOnlyList<string> Anchors => [.. Heading().Matches(WithoutCode).Select(heading => Anchor(heading.Groups["text"].Value))];

    /// <summary>Where links and pictures lead, but for those to other sites.</summary>
    public IReadOnlyList<string> Links =>
        [.. Link().Matches(WithoutCode).Select(link => link.Groups["to"].Value).Where(to => !to.Contains("://", StringComparison.Ordinal))];

    /// <summary>The tables in their order, each with its rows and their cells, without the head.</summary>
    public IReadOnlyList<IReadOnlyList<string[]>> Tables => [.. Table().Matches(WithoutCode).Select(table => table.Groups["row"].Captures
        .Select(row => Bar().Split(row.Value.Trim().Trim('|')).Select(cell => cell.Trim()).ToArray()).ToList())];

    /// <summary>The code of one language under a heading, in order.</summary>
    public IReadOnlyList<string> CodeUnder(string heading, string language) =>
        [.. Code.Where(block => block.Heading == heading && block.Language == language && !block.IsExcerpt).Select(block => block.Text)];

    private string WithoutCode => Fence().Replace(_text, "");

    private IEnumerable<CodeBlock> Blocks()
    {
        var heading = "";
        foreach (Match part in FenceOrHeading().Matches(_text))
        {
            if (part.Groups["heading"].Success) heading = part.Groups["heading"].Value;
            else yield return new CodeBlock(path, heading, part.Groups["language"].Value, part.Groups["from"].Value, part.Groups["code"].Value);
        }
    }

    private static IEnumerable<string> Files()
    {
        var root = System.IO.Path.GetDirectoryName(Repository.File("PhigrosLogin.slnx"))!;
        string[] top = [root, .. ((string[])["docs", "src", "tests", "examples"]).Select(folder => System.IO.Path.Combine(root, folder))];
        return top.SelectMany(folder => Directory.EnumerateFiles(folder, "*.md", new EnumerationOptions { RecurseSubdirectories = folder != root }))
            .Where(file => !BuiltOrFetched().IsMatch(file))
            .Select(file => System.IO.Path.GetRelativePath(root, file));
    }

    private static string Anchor(string heading) =>
        NotInAnchor().Replace(Link().Replace(heading, "${text}").ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"^```(?<language>[\w-]*) ?(?<from>\S*)\n(?<code>.*?)^```$|^#+ (?<heading>[^\n]+)$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FenceOrHeading();

    [GeneratedRegex("^```.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^#+ (?<text>[^\n]+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("""!?\[(?<text>[^\]]*)\]\((?<to>[^)\s]+)\)|(src|href)="(?<to>[^"]+)" """)]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex(@"^\|[^\n]+\n\|---[^\n]+\n(?<row>\|[^\n]+\n)+", RegexOptions.Multiline)]
    private static partial Regex Table();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();

    [GeneratedRegex("/(bin|obj|node_modules)/")]
    private static partial Regex BuiltOrFetched();
}
