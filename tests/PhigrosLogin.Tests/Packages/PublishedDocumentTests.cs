using PhigrosLogin.Tests.Documents;

namespace PhigrosLogin.Tests.Packages;

/// <summary>The documents in the archive are read where nothing but the archive is.</summary>
[Collection(nameof(Published))]
public class PublishedDocumentTests(Published published)
{
    [Fact]
    public void Every_link_in_the_archive_leads_to_something_in_it()
    {
        var documents = Document.In(published.Folder);

        foreach (var name in new[] { "README.md", "INSTALL.md", "SECURITY.md", "docs/operating.zh-CN.md" })
            documents.ShouldContain(document => document.Path == Path.Combine(published.Folder, name), name);
        DeadLinks.Of(documents).ShouldBeEmpty();
    }
}
