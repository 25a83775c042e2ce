using System.Text.Json;
using PhigrosLogin.Server.Http;

namespace PhigrosLogin.Bench.Programs;

/// <summary>
/// What the web server itself costs: an endpoint that parses the body into its type and writes what the gateway
/// would write, head and body. It looks nothing up.
/// </summary>
internal static class BareEndpoint
{
    public static async Task RunAsync()
    {
        await using var app = Listening.Build(hasRoutes: true);
        app.UseRouting();
        app.MapPost("/api/LoginQrCode/CheckQRCode", CheckQrCode);
        app.MapGet("/api/v1/logins/{id}", GetState);
        await app.RunUntilLeftAloneAsync();
    }

    private static async Task CheckQrCode(HttpContext context)
    {
        _ = await JsonSerializer.DeserializeAsync(context.Request.BodyReader, LoginQrCodeJson.Default.NewQrCode, context.RequestAborted);
        WriteHead(context.Response);
        await context.Response.BodyWriter.WriteAsync(NotDone, context.RequestAborted);
    }

    private static async Task GetState(HttpContext context)
    {
        WriteHead(context.Response);
        await context.Response.BodyWriter.WriteAsync(NotDone, context.RequestAborted);
    }

    private static void WriteHead(HttpResponse response)
    {
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.XFrameOptions = "DENY";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
    }

    private static readonly byte[] NotDone =
        """{"message":"Login progress not done","error":"","code":1,"codeName":"LoginProcessNotDone"}"""u8.ToArray();
}
