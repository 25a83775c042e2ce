using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests.Documents;

/// <summary>A link in a document leads to something.</summary>
public class LinkTests
{
    [Fact]
    public void Every_link_to_a_file_and_to_a_heading_finds_it()
    {
        var dead =
            from document in Document.All
            from link in document.Links
            where !Leads(document, link)
            select $"{document.Path}: {link}";

        Document.All.Sum(document => document.Links.Count).ShouldBeGreaterThan(50);
        dead.ShouldBeEmpty();
    }

    private static bool Leads(Document from, string link)
    {
        var (path, anchor) = link.Split('#') is [var file, var heading] ? (file, heading) : (link, "");
        var target = path.Length == 0 ? from.Path : Path.GetRelativePath(Repository.File("."), Path.Combine(Repository.File("."), Path.GetDirectoryName(from.Path)!, path));
        return Path.Exists(Repository.File(target)) &&
            (anchor.Length == 0 || Document.All.Single(document => document.Path == target).Anchors.Contains(anchor));
    }
}
