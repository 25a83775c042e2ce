using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace PhigrosLogin.Tests.Examples;

/// <summary>What may stand before a gateway: it answers the first request of each method with 429 or 503 and a time, in HTML, and passes the next one on.</summary>
internal sealed class BusyProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _gateway;
    private readonly ConcurrentDictionary<string, long> _refused = new();
    private readonly ConcurrentDictionary<string, TimeSpan> _waits = new();

    private BusyProxy(WebApplication app, Uri gateway) => (_app, _gateway) = (app, new HttpClient { BaseAddress = gateway });

    public Uri Url => new(_app.Urls.First());

    /// <summary>How long each caller waited before it came back.</summary>
    public ICollection<TimeSpan> Waits => _waits.Values;

    public static async Task<BusyProxy> StartAsync(Uri gateway)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var proxy = new BusyProxy(app, gateway);
        app.Run(proxy.AnswerAsync);
        await app.StartAsync();
        return proxy;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        if (_refused.TryAdd(request.Method, TimeProvider.System.GetTimestamp()))
        {
            response.StatusCode = _refused.Count % 2 == 0 ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status429TooManyRequests;
            response.Headers.RetryAfter = "3";
            await response.WriteAsync("<html>busy</html>", context.RequestAborted);
            return;
        }
        _waits.TryAdd(request.Method, TimeProvider.System.GetElapsedTime(_refused[request.Method]));
        await PassOnAsync(request, response);
    }

    private async Task PassOnAsync(HttpRequest request, HttpResponse response)
    {
        using var passed = new HttpRequestMessage(new HttpMethod(request.Method), $"{request.Path}{request.QueryString}") { Content = new StreamContent(request.Body) };
        foreach (var (name, value) in request.Headers)
            if (!passed.Headers.TryAddWithoutValidation(name, value.AsEnumerable())) passed.Content.Headers.TryAddWithoutValidation(name, value.AsEnumerable());
        using var answer = await _gateway.SendAsync(passed, request.HttpContext.RequestAborted);
        response.StatusCode = (int)answer.StatusCode;
        response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await answer.Content.CopyToAsync(response.Body, request.HttpContext.RequestAborted);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _gateway.Dispose();
    }
}
