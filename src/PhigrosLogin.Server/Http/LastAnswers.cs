namespace PhigrosLogin.Server.Http;

/// <summary>
/// While the gateway drains, each answer is the last one on its connection: the next request of that caller makes a new
/// one, which a balancer can send elsewhere, and none is left to break when the listener closes.
/// </summary>
internal sealed class LastAnswers(RequestDelegate next, Signals signals)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (signals.IsDraining) context.Response.Headers.Connection = "close";
        return next(context);
    }
}
