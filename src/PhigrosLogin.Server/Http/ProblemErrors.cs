using PhigrosLogin.Server.Logins;

namespace PhigrosLogin.Server.Http;

/// <summary>Sees to it that whatever goes wrong leaves in the shape of its door: problem details for programs, a page for people.</summary>
internal sealed partial class ProblemErrors(RequestDelegate next, LoginPresenter presenter, ILogger<ProblemErrors> logger)
{
    /// <summary>Whether a path answers programs.</summary>
    public static bool IsData(PathString path) =>
        path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) ||
        path.StartsWithSegments("/LoginQrCode", StringComparison.OrdinalIgnoreCase); // the documented API's own slip

    public async Task InvokeAsync(HttpContext context)
    {
        var problem = await TryAsync(context);
        if (problem is null || context.Response.HasStarted) return;
        if (IsData(context.Request.Path)) await problem.WriteAsync(context);
        else await problem.WritePageAsync(context, presenter.Origin(context.Request));
    }

    private async Task<Problem?> TryAsync(HttpContext context)
    {
        try
        {
            await next(context);
            return context.Response is { StatusCode: >= 400, HasStarted: false, ContentType: null } ? ForStatus(context.Response.StatusCode) : null;
        }
        catch (Problem problem)
        {
            return problem;
        }
        catch (BadBodyException bad)
        {
            return Problem.InvalidRequest(bad.Message, bad.Status);
        }
        catch (UpstreamException trouble)
        {
            return Problem.Of(trouble);
        }
        catch (OverloadedException busy)
        {
            return Problem.Overloaded(busy.Message, busy.RetryAfter);
        }
        catch (BadHttpRequestException bad)
        {
            return ForStatus(bad.StatusCode);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            return null; // nobody is there to read an answer
        }
#pragma warning disable CA1031 // the last line before the caller
        catch (Exception unforeseen)
#pragma warning restore CA1031
        {
            Log.Unforeseen(logger, context.GetEndpoint()?.DisplayName, unforeseen.GetType().FullName, unforeseen.StackTrace);
            return new Problem(500, "internal_error", "The gateway has trouble of its own", "It is in its log, under this trace id.");
        }
    }

    private static Problem ForStatus(int status) => Problem.InvalidRequest(
        status switch
        {
            StatusCodes.Status404NotFound => "There is no such route.",
            StatusCodes.Status405MethodNotAllowed => "This route does not take that method.",
            StatusCodes.Status413PayloadTooLarge => "The body is larger than 16 KB.",
            StatusCodes.Status415UnsupportedMediaType => "Send the body as JSON, with the header Content-Type: application/json.",
            _ => "The request cannot be read as HTTP.",
        },
        status);

    private static partial class Log
    {
        // NOTE: the type and the place only; the text of an exception may hold what the request carried.
        [LoggerMessage(1, LogLevel.Error, "{Endpoint} broke with {Type}\n{StackTrace}")]
        public static partial void Unforeseen(ILogger logger, string? endpoint, string? type, string? stackTrace);
    }
}
