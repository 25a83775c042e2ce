namespace PhigrosLogin.Tests.Documents;

/// <summary>A link in a document leads to something.</summary>
public class LinkTests
{
    [Fact]
    public void Every_link_to_a_file_and_to_a_heading_finds_it()
    {
        Document.All.Sum(document => document.Links.Count).ShouldBeGreaterThan(50);
        DeadLinks.Of(Document.All).ShouldBeEmpty();
    }

    [Fact]
    public void The_readme_of_a_package_stands_alone()
    {
        var readmes = Document.All.Where(document => document.Path.StartsWith("src/", StringComparison.Ordinal)).ToList();

        readmes.ShouldNotBeEmpty();
        readmes.SelectMany(readme => readme.Links).Where(link => !link.StartsWith('#')).ShouldBeEmpty("no file lies beside it where packages are shown");
    }
}
