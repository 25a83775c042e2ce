using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace PhigrosLogin.Tests.OAuth;

/// <summary>
/// Stands between a client and the gateway and passes everything on; the first time the client asks for the token, it has
/// asked the same a moment before, as a second poller with the same device code would.
/// </summary>
internal sealed class TokenSpy : IAsyncDisposable
{
    private readonly TaskCompletionSource _slowedDown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<long> _asked = new();
    private readonly HttpClient _http = new();
    private readonly WebApplication _app;
    private readonly Uri _gateway;
    private int _questions;

    private TokenSpy(Uri gateway)
    {
        _gateway = gateway;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(PassAsync);
    }

    public Uri Url => new(_app.Urls.First());

    /// <summary>What the client heard.</summary>
    public ConcurrentQueue<string> Errors { get; } = new();

    /// <summary>The longest time between two questions of the client.</summary>
    public TimeSpan LongestPause => _asked.Zip(_asked.Skip(1), Stopwatch.GetElapsedTime).Max();

    public static async Task<TokenSpy> StartAsync(Uri gateway)
    {
        var spy = new TokenSpy(gateway);
        await spy._app.StartAsync();
        return spy;
    }

    /// <summary>Waits until the client was slowed down.</summary>
    public Task SlowedDownAsync() => _slowedDown.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var isQuestion = context.Request.Path == OAuthCaller.Token;
        if (isQuestion)
        {
            _asked.Enqueue(Stopwatch.GetTimestamp());
            if (Interlocked.Increment(ref _questions) == 1) (await SendAsync(context, body.ToArray())).Dispose();
        }
        using var answer = await SendAsync(context, body.ToArray());
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        // The gateway names itself; behind this proxy it has this one's name.
        var text = System.Text.Encoding.UTF8.GetString(bytes).Replace(_gateway.Authority, Url.Authority, StringComparison.Ordinal);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await context.Response.WriteAsync(text);
        if (!isQuestion || !JsonDocument.Parse(text).RootElement.TryGetProperty("error", out var error)) return;
        Errors.Enqueue(error.GetString()!);
        if (error.GetString() == "slow_down") _slowedDown.TrySetResult();
    }

    private Task<HttpResponseMessage> SendAsync(HttpContext context, byte[] body)
    {
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(_gateway, context.Request.GetEncodedPathAndQuery()));
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        }
        return _http.SendAsync(request);
    }
}
