using Microsoft.AspNetCore.Connections;
using PhigrosLogin.Server.Logins;

namespace PhigrosLogin.Server.Http;

/// <summary>Sees to it that whatever goes wrong behind the documented routes leaves in the documented envelope.</summary>
internal sealed partial class DocumentedErrors(RequestDelegate next, ILogger<DocumentedErrors> logger)
{
    public static bool Covers(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api/LoginQrCode", StringComparison.OrdinalIgnoreCase) ||
        context.Request.Path.StartsWithSegments("/LoginQrCode", StringComparison.OrdinalIgnoreCase);

    public async Task InvokeAsync(HttpContext context)
    {
        var answer = await TryAsync(context);
        if (answer is not null && !context.Response.HasStarted) await answer.ExecuteAsync(context);
    }

    private async Task<DocumentedAnswer?> TryAsync(HttpContext context)
    {
        try
        {
            await next(context);
            return context.Response is { StatusCode: >= 400, HasStarted: false, ContentType: null } ? ForStatus(context.Response.StatusCode) : null;
        }
        catch (BadBodyException bad)
        {
            if (bad.Status == StatusCodes.Status415UnsupportedMediaType) EndConnection(context);
            return ForRequest(bad.Status, bad.Message);
        }
        catch (OverloadedException busy)
        {
            return DocumentedAnswer.Error(StatusCodes.Status503ServiceUnavailable, DocumentedCode.Unspecified, busy.Message, retryAfter: busy.RetryAfter);
        }
        catch (BadHttpRequestException bad)
        {
            EndConnection(context);
            return ForStatus(bad.StatusCode);
        }
        catch (Exception gone) when (gone is ConnectionResetException || (gone is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested))
        {
            // Nobody is there to read an answer. A reset can be seen here before RequestAborted tells of it, and without
            // this the server would go on to read the rest of the body and log an error.
            context.Abort();
            return null;
        }
#pragma warning disable CA1031 // the last line before the caller
        catch (Exception unforeseen)
#pragma warning restore CA1031
        {
            Log.Unforeseen(logger, context.GetEndpoint()?.DisplayName, unforeseen.GetType().FullName, unforeseen.StackTrace);
            return DocumentedAnswer.Error(DocumentedCode.Unspecified, "The gateway has trouble of its own; it is in its log.");
        }
    }

    // The body was not read to its end, so nothing can follow on this connection, and the caller should know.
    private static void EndConnection(HttpContext context) => context.Response.Headers.Connection = "close";

    private static DocumentedAnswer ForStatus(int status) => ForRequest(status, status switch
    {
        StatusCodes.Status404NotFound => "There is no such route: see GetNewQrCode, CheckQRCode, GetTapTapProfile and GetPhigrosToken under /api/LoginQrCode.",
        StatusCodes.Status405MethodNotAllowed => "Wrong method: GetNewQrCode is a GET, the others are POSTs.",
        StatusCodes.Status408RequestTimeout => "The body came too slowly.",
        StatusCodes.Status413PayloadTooLarge => "The body is larger than 16 KB.",
        _ => "The request cannot be read as HTTP.",
    });

    private static DocumentedAnswer ForRequest(int status, string sentence) =>
        DocumentedAnswer.Error(status, DocumentedCode.RequestError, sentence);

    private static partial class Log
    {
        // NOTE: the type and the place only; the text of an exception may hold what the request carried.
        [LoggerMessage(1, LogLevel.Error, "{Endpoint} broke with {Type}\n{StackTrace}")]
        public static partial void Unforeseen(ILogger logger, string? endpoint, string? type, string? stackTrace);
    }
}
