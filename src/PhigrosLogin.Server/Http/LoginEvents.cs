using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using PhigrosLogin.Server.Logins;

namespace PhigrosLogin.Server.Http;

/// <summary>The live events of a login: its state at once and on every change, a ping every 15 s, the end with a final state.</summary>
internal static class LoginEvents
{
    private const int MostStreams = 16;
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    public static async Task Stream(HttpContext context, string id, LoginFlow flow, LoginPresenter presenter, LoginMetrics metrics, Stopping stopping)
    {
        var language = context.Request.Lang();
        var ensuresQr = context.Request.Flag("ensureQr");
        var login = await LoginEndpoints.FindAsync(flow, id);
        context.Response.Headers.CacheControl = "no-store";
        if (login.State.IsFinal && context.Request.Headers["Last-Event-ID"] == Id(login.State))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }
        using var place = login.TryOpenStream(MostStreams) ?? throw Problem.TooManyStreams;
        using var counted = metrics.StreamOpened();
        using var watching = login.Watch();
        using var either = stopping.Or(context.RequestAborted);

        context.Response.ContentType = "text/event-stream";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // without it nothing arrives behind nginx's defaults
        var writer = context.Response.BodyWriter;
        var (sent, lastWrite) = (0L, presenter.Time.GetTimestamp());
        var looking = Task.CompletedTask;
        try
        {
            while (!either.IsCancellationRequested)
            {
                var state = login.State;
                if (state.Version != sent)
                {
                    await WriteStateAsync(writer, state.Version, presenter.Status(login, state, language), either.Token);
                    (sent, lastWrite) = (state.Version, presenter.Time.GetTimestamp());
                }
                if (state.IsFinal) return;

                // NOTE: not waited for, since TapTap may take its time and the stream goes on meanwhile.
                var wantsCode = ensuresQr && state is { Status: LoginStatus.Pending, Code: null };
                if (looking.IsFaulted) await looking;
                if (wantsCode && looking.IsCompleted) looking = flow.TryLookAsync(login, CancellationToken.None);

                var untilHeartbeat = Heartbeat - presenter.Time.GetElapsedTime(lastWrite);
                var patience = wantsCode && LookAgain < untilHeartbeat ? LookAgain : untilHeartbeat;
                if (patience > TimeSpan.Zero) state = await login.WaitAsync(sent, patience, presenter.Time, either.Token);
                if (state.Version == sent && presenter.Time.GetElapsedTime(lastWrite) >= Heartbeat)
                {
                    await writer.WriteAsync("event: ping\ndata: {}\n\n"u8.ToArray(), either.Token);
                    lastWrite = presenter.Time.GetTimestamp();
                }
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The reader left, or the program stops: the stream ends, and a reader that comes back goes on.
        }
    }

    private static async Task WriteStateAsync(PipeWriter writer, long version, LoginStatusBody status, CancellationToken cancellationToken)
    {
        writer.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"event: status\nid: {version}\ndata: ")));
        writer.Write(JsonSerializer.SerializeToUtf8Bytes(status, LoginJson.Relaxed.LoginStatusBody));
        writer.Write("\n\n"u8);
        await writer.FlushAsync(cancellationToken);
    }

    private static string Id(LoginState state) => state.Version.ToString(CultureInfo.InvariantCulture);
}
