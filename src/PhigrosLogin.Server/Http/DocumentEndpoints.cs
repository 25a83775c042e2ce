using PhigrosLogin.Server.Pages;
using PhigrosLogin.Server.Pages.Docs;

namespace PhigrosLogin.Server.Http;

/// <summary>The API's description: for programs, and the same for people.</summary>
internal static class DocumentEndpoints
{
    private static readonly string[] Looking = ["GET", "HEAD"];

    public static void MapDocument(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/openapi/v1.json", Looking, context => context.WriteAssetAsync(DocsAssets.Document, "no-cache"));
        app.MapMethods("/docs", Looking, ShowDocs);
    }

    private static Task ShowDocs(HttpContext context)
    {
        context.Response.Headers.ContentLanguage = context.Language().Tag();
        context.Response.Headers.Vary = "Accept-Language";
        return context.WriteAssetAsync(DocsAssets.In(context.Language()), "no-cache");
    }
}
