namespace PhigrosLogin.Tests.Documents;

/// <summary>Links that lead to no file, or in one of the documents to no heading.</summary>
internal static class DeadLinks
{
    public static IEnumerable<string> Of(IReadOnlyList<Document> documents) =>
        from document in documents
        from link in document.Links
        where !Leads(document, link, documents)
        select $"{document.Path}: {link}";

    private static bool Leads(Document from, string link, IReadOnlyList<Document> documents)
    {
        var (path, anchor) = link.Split('#') is [var file, var heading] ? (file, heading) : (link, "");
        var target = path.Length == 0 ? from.FullPath : Path.GetFullPath(path, Path.GetDirectoryName(from.FullPath)!);
        return Path.Exists(target) &&
            (anchor.Length == 0 || documents.Single(document => document.FullPath == target).Anchors.Contains(anchor));
    }
}
