using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Primitives;
using PhigrosLogin.Server.Logins;

namespace PhigrosLogin.Server.Http;

/// <summary>
/// Turns every exception into a response in the format of the API that was called: the envelope of the LoginQrCode API,
/// problem details, an OAuth error, or a page.
/// </summary>
internal sealed partial class ErrorBoundary(RequestDelegate next, LoginPresenter presenter, ILogger<ErrorBoundary> logger)
{
    private static readonly PathString[] ForPrograms = ["/api", "/oauth", "/.well-known", "/openapi", "/health"];

    /// <summary>Whether a path belongs to the LoginQrCode API, whose list of steps once leaves out <c>/api</c>.</summary>
    public static bool IsLoginQrCode(PathString path) =>
        path.StartsWithSegments("/api/LoginQrCode", StringComparison.OrdinalIgnoreCase) ||
        path.StartsWithSegments("/LoginQrCode", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a path belongs to the OAuth device grant.</summary>
    public static bool IsOAuth(PathString path) =>
        path.StartsWithSegments("/oauth", StringComparison.OrdinalIgnoreCase) ||
        path.StartsWithSegments("/.well-known/oauth-authorization-server", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a path answers programs.</summary>
    public static bool IsData(PathString path) =>
        IsLoginQrCode(path) || IsOAuth(path) || ForPrograms.Any(prefix => path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase));

    public async Task InvokeAsync(HttpContext context)
    {
        KeyValuePair<string, StringValues>[] before = [.. context.Response.Headers];
        if (await TryAsync(context, before) is not { } problem) return;
        if (context.Response.HasStarted)
        {
            // The caller must not take what came for the whole: a chunked body would end as if nothing had happened.
            context.Abort();
            return;
        }
        var path = context.Request.Path;
        problem.SetHeaders(context.Response.Headers);
        if (IsLoginQrCode(path)) await LoginQrCodeResponse.Of(problem).ExecuteAsync(context);
        else if (IsOAuth(path)) await OAuthAnswer.WriteAsync(context, problem);
        else if (IsData(path)) await problem.WriteAsync(context);
        else await problem.WritePageAsync(context, presenter.Origin(context.Request));
    }

    private async Task<Problem?> TryAsync(HttpContext context, KeyValuePair<string, StringValues>[] before)
    {
        try
        {
            await RunAsync(context, before);
            return context.Response is { StatusCode: >= 400, HasStarted: false, ContentType: null } ? ForStatus(context, context.Response.StatusCode) : null;
        }
        catch (Problem problem)
        {
            return problem;
        }
        catch (BadBodyException bad)
        {
            if (bad.Status == StatusCodes.Status415UnsupportedMediaType) EndConnection(context);
            return Problem.InvalidRequest(bad.Message, bad.Status);
        }
        catch (UpstreamException trouble)
        {
            return Problem.From(trouble);
        }
        catch (OverloadedException busy)
        {
            return busy.IsStoreUnavailable
                ? Problem.StoreUnavailable(busy.Message, busy.RetryAfter)
                : Problem.Overloaded(busy.Message, busy.RetryAfter);
        }
        catch (BadHttpRequestException bad)
        {
            EndConnection(context);
            return ForStatus(context, bad.StatusCode);
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
            Log.Unforeseen(logger, context.GetEndpoint()?.DisplayName, Problem.TraceOf(context), unforeseen.GetType().FullName, unforeseen.StackTrace);
            return Problem.InternalError;
        }
    }

    private async Task RunAsync(HttpContext context, KeyValuePair<string, StringValues>[] before)
    {
        try
        {
            await next(context);
        }
        catch when (!context.Response.HasStarted)
        {
            // What describes the response that failed (Content-Length, Location, Expires) does not describe the error.
            context.Response.Headers.Clear();
            foreach (var (name, value) in before) context.Response.Headers[name] = value;
            throw;
        }
    }

    // The body was not read to its end, so nothing can follow on this connection, and the caller should know.
    private static void EndConnection(HttpContext context) => context.Response.Headers.Connection = "close";

    private static Problem ForStatus(HttpContext context, int status) => Problem.InvalidRequest(
        (status, IsLoginQrCode(context.Request.Path)) switch
        {
            (StatusCodes.Status404NotFound, true) => "There is no such route: see GetNewQrCode, CheckQRCode, GetTapTapProfile and GetPhigrosToken under /api/LoginQrCode.",
            (StatusCodes.Status404NotFound, false) => "There is no such route.",
            (StatusCodes.Status405MethodNotAllowed, true) => "Wrong method: GetNewQrCode is a GET, the others are POSTs.",
            (StatusCodes.Status405MethodNotAllowed, false) => "This route does not take that method.",
            (StatusCodes.Status408RequestTimeout, _) => "The body came too slowly.",
            (StatusCodes.Status413PayloadTooLarge, _) => "The body is larger than 16 KB.",
            (StatusCodes.Status415UnsupportedMediaType, _) => "Send the body as JSON, with the header Content-Type: application/json.",
            _ => "The request cannot be read as HTTP.",
        },
        status);

    private static partial class Log
    {
        // NOTE: the type and the place only; the text of an exception may hold what the request carried.
        [LoggerMessage(1, LogLevel.Error, "Unhandled {Type} in {Endpoint}, trace {TraceId}\n{StackTrace}")]
        public static partial void Unforeseen(ILogger logger, string? endpoint, string traceId, string? type, string? stackTrace);
    }
}
