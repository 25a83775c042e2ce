using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PhigrosLogin.Server.Http;

/// <summary>The LoginQrCode API's error codes, whose names go out as they stand here.</summary>
internal enum LoginQrCodeError
{
    RequestError = -1,
    Unspecified = 0,
    LoginProcessNotDone = 1,
    LoginOtherError = 11,
    GetProfileError = 114,
    LCLoginError = 1145,
}

/// <summary>An answer of the LoginQrCode API: JSON in chunks, or the session token as 25 bytes of text.</summary>
internal abstract class LoginQrCodeResponse : IResult
{
    // What a waiting player's program hears every few seconds.
    private static readonly LoginQrCodeResponse Waiting = NotDoneWith("");

    private LoginQrCodeResponse()
    {
    }

    public abstract Task ExecuteAsync(HttpContext httpContext);

    public static LoginQrCodeResponse Json<T>(T body, JsonTypeInfo<T> type) =>
        new JsonAnswer(StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes(body, type), null);

    public static LoginQrCodeResponse Token(Secret token) => new TokenAnswer(token);

    public static LoginQrCodeResponse NotDone(string trouble) => trouble.Length == 0 ? Waiting : NotDoneWith(trouble);

    private static LoginQrCodeResponse NotDoneWith(string trouble) =>
        Error(StatusCodes.Status200OK, LoginQrCodeError.LoginProcessNotDone, trouble, "Login progress not done");

    /// <summary>A problem in the documented envelope: a request to mend is code -1, the rest is code 0.</summary>
    public static LoginQrCodeResponse Of(Problem problem) => Error(
        problem.Status,
        problem.Code == "invalid_request" ? LoginQrCodeError.RequestError : LoginQrCodeError.Unspecified,
        problem.Message);

    public static LoginQrCodeResponse Error(LoginQrCodeError code, string error, TimeSpan? retryAfter = null) =>
        Error(StatusCodes.Status500InternalServerError, code, error, retryAfter: retryAfter);

    public static LoginQrCodeResponse Error(
        int status, LoginQrCodeError code, string error, string message = "Error processing request", TimeSpan? retryAfter = null) =>
        new JsonAnswer(
            status,
            JsonSerializer.SerializeToUtf8Bytes(
                new Envelope { Message = message, Error = error, Code = (int)code, CodeName = code.ToString() },
                LoginQrCodeJson.Relaxed.Envelope),
            retryAfter);

    private sealed class JsonAnswer(int status, byte[] json, TimeSpan? retryAfter) : LoginQrCodeResponse
    {
        public override async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = status;
            response.ContentType = "application/json; charset=utf-8";
            response.Headers.CacheControl = "no-store";
            if (retryAfter is { } wait)
            {
                response.Headers.RetryAfter = Problem.WholeSeconds(wait);
            }
            await response.BodyWriter.WriteAsync(json, httpContext.RequestAborted);
        }
    }

    private sealed class TokenAnswer(Secret token) : LoginQrCodeResponse
    {
        public override async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.ContentType = "text/plain; charset=utf-8";
            response.Headers.CacheControl = "no-store";
            response.ContentLength = Encoding.UTF8.GetByteCount(token.Reveal());
            await response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(token.Reveal()), httpContext.RequestAborted);
        }
    }
}
