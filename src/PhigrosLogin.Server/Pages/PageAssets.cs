using System.Collections.Frozen;
using System.Security.Cryptography;

namespace PhigrosLogin.Server.Pages;

/// <summary>
/// The pages' own files, carried inside the assembly so that one published file is the whole gateway. Their address
/// holds a hash of their content, and so a browser may keep them for ever.
/// </summary>
internal static class PageAssets
{
    private static readonly FrozenDictionary<string, PageAsset> All =
        new[] { PageAsset.Load("app.css", "text/css; charset=utf-8"), PageAsset.Load("docs.css", "text/css; charset=utf-8"), PageAsset.Load("login.js", "text/javascript; charset=utf-8"), PageAsset.Load("icon.svg", "image/svg+xml") }
            .ToFrozenDictionary(asset => asset.Name, StringComparer.Ordinal);

    public static string Css => All["app.css"].Url;

    public static string DocsCss => All["docs.css"].Url;

    public static string Script => All["login.js"].Url;

    public static string Icon => All["icon.svg"].Url;

    /// <summary>
    /// The file behind <c>/assets/{name}</c>. A page of an older or newer gateway asks with another hash and gets what
    /// there is, not to be kept: half-styled is worse than a shade off.
    /// </summary>
    public static (PageAsset Asset, string CacheControl)? Find(string name)
    {
        if (name.Split('.') is not [var stem, var hash, var ending] || !All.TryGetValue($"{stem}.{ending}", out var asset)) return null;
        return (asset, hash == asset.Hash ? "public, max-age=31536000, immutable" : "no-cache");
    }
}

/// <summary>One file as it is served.</summary>
internal sealed record PageAsset(string Name, string ContentType, string Hash, ReadOnlyMemory<byte> Content)
{
    public string ETag => $"\"{Hash}\"";

    public string Url => $"/assets/{Path.GetFileNameWithoutExtension(Name)}.{Hash}{Path.GetExtension(Name)}";

    public static PageAsset Load(string name, string contentType)
    {
        using var stream = typeof(PageAsset).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly was built without {name}.");
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return Of(name, contentType, content.ToArray());
    }

    public static PageAsset Of(string name, string contentType, byte[] content) =>
        new(name, contentType, Convert.ToHexStringLower(SHA256.HashData(content))[..12], content);
}
