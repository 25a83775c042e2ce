using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Diagnostics;

namespace PhigrosLogin.Sandbox;

/// <summary>Where a program plays the player and watches.</summary>
internal sealed class ControlEndpoints(SandboxUpstream upstream)
{
    private const int MostCallsShown = 1000;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sandbox/codes", context => WriteAsync(context, 200, upstream.Codes.Open, SandboxJson.Default.IReadOnlyListSandboxCode));
        routes.MapGet("/sandbox/codes/{userCode}", ShowAsync);
        routes.MapPost("/sandbox/codes/{userCode}/scan", context => ChangeAsync(context, upstream.Codes.Scan));
        routes.MapPost("/sandbox/codes/{userCode}/confirm", context => ChangeAsync(context, code => upstream.Codes.Confirm(code)));
        routes.MapPost("/sandbox/codes/{userCode}/refuse", context => ChangeAsync(context, upstream.Codes.Refuse));
        routes.MapPost("/sandbox/codes/{userCode}/expire", context => ChangeAsync(context, upstream.Codes.Expire));
        routes.MapPut("/sandbox/codes/{userCode}/script", ScriptAsync);
        routes.MapGet("/sandbox/variants", context => WriteAsync(context, 200, upstream.Variants, SandboxJson.Default.SandboxVariants));
        routes.MapPut("/sandbox/variants", SwitchAsync);
        routes.MapGet("/sandbox/calls", CallsAsync);
        routes.MapFallback(context => FailAsync(context, 404, $"There is nothing at {context.Request.Path}; / says what there is."));
    }

    /// <summary>A form that cannot be read is the caller's mistake; anything else that fails is one of ours, and says so.</summary>
    public static Task ExplainAsync(HttpContext context) => context.Features.Get<IExceptionHandlerFeature>()?.Error switch
    {
        BadHttpRequestException bad => FailAsync(context, bad.StatusCode, bad.Message),
        InvalidDataException bad => FailAsync(context, 400, bad.Message),
        var error => FailAsync(context, 500, $"The sandbox failed: {error?.GetType().Name}: {error?.Message}"),
    };

    private Task ShowAsync(HttpContext context) =>
        upstream.Codes.Find(UserCode(context)) is { } code
            ? WriteAsync(context, 200, code, SandboxJson.Default.SandboxCode)
            : FailAsync(context, 404, $"There is no code {UserCode(context)}.");

    private async Task ScriptAsync(HttpContext context)
    {
        if (await ReadAsync(context, SandboxJson.Default.SandboxScriptRequest) is not { } request) return;
        if (request.Script is not { } script)
        {
            await FailAsync(context, 400, "script is missing.");
            return;
        }
        if (request.After is not (null or (>= 0 and <= 86400)))
        {
            await FailAsync(context, 400, "after is a number of seconds from 0 to 86400.");
            return;
        }
        await ChangeAsync(context, code => upstream.Codes.Script(code, script, TimeSpan.FromSeconds(request.After ?? 3)));
    }

    private async Task SwitchAsync(HttpContext context)
    {
        if (await ReadAsync(context, SandboxJson.Default.SandboxVariants) is not { } variants) return;
        upstream.Variants = variants;
        await WriteAsync(context, 200, variants, SandboxJson.Default.SandboxVariants);
    }

    private Task CallsAsync(HttpContext context)
    {
        var counts = Enum.GetValues<SandboxOperation>().ToDictionary(
            operation => JsonNamingPolicy.SnakeCaseLower.ConvertName(operation.ToString()), upstream.CountOf);
        return WriteAsync(context, 200, new SandboxCallList(counts, [.. upstream.Calls.TakeLast(MostCallsShown)]), SandboxJson.Default.SandboxCallList);
    }

    private async Task ChangeAsync(HttpContext context, Func<string, SandboxCode> change)
    {
        if (upstream.Codes.Find(UserCode(context)) is null)
        {
            await ShowAsync(context);
            return;
        }
        try
        {
            await WriteAsync(context, 200, change(UserCode(context)), SandboxJson.Default.SandboxCode);
        }
        catch (InvalidOperationException exception)
        {
            await FailAsync(context, 409, exception.Message);
        }
    }

    private static string UserCode(HttpContext context) => Convert.ToString(context.GetRouteValue("userCode"), CultureInfo.InvariantCulture)!;

    private static async Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            var read = await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted);
            if (read is not null) return read;
            await FailAsync(context, 400, "The body is null.");
        }
        catch (JsonException exception)
        {
            await FailAsync(context, 400, exception.Path is null or "$" ? "The body is not the JSON object that is wanted here." : $"{exception.Path} is not understood.");
        }
        return null;
    }

    private static Task FailAsync(HttpContext context, int status, string error) =>
        WriteAsync(context, status, new SandboxProblem(error), SandboxJson.Default.SandboxProblem);

    private static async Task WriteAsync<T>(HttpContext context, int status, T value, JsonTypeInfo<T> type)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await JsonSerializer.SerializeAsync(context.Response.Body, value, type, context.RequestAborted);
    }
}
