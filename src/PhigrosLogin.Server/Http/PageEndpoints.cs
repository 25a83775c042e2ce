using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using PhigrosLogin.Server.Logins;
using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.Server.Http;

/// <summary>The pages that a player sees: it translates between forms and the flow and draws what comes of it.</summary>
internal static class PageEndpoints
{
    private static readonly string[] Looking = ["GET", "HEAD"];

    // A player who starts here is at the screen and needs no more than this.
    private static readonly TimeSpan OwnLife = TimeSpan.FromMinutes(10);

    // The login, and the time in which its result can be read.
    private static readonly TimeSpan RecognizedFor = OwnLife + TimeSpan.FromMinutes(10);

    public static void MapPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/");
        pages.MapMethods("/", Looking, Start);
        pages.MapPost("/", Begin).RequireClientCredential().DrawsOn(Limit.Logins);
        pages.MapMethods("/l", Looking, TypeCode);
        pages.MapPost("/l", TakeCode);
        pages.MapMethods("/l/{id}", Looking, Show);
        pages.MapGet("/l/{id}/open", Open);
        pages.MapPost("/l/{id}/cancel", Cancel);
        pages.MapPost("/l/{id}/region", Move);
        pages.MapMethods("/assets/{name}", Looking, Asset);
    }

    private static Task Start(HttpContext context, Upstreams upstreams, GatewayOptions options, LoginPresenter presenter) => context.WritePageAsync(
        StatusCodes.Status200OK,
        StartPage.Render(
            context.Language(),
            [.. upstreams.DefaultFirst.Select(upstream => new RegionChoice(upstream.Region.Name, LoginWords.Of(upstream.Weather.Report().Status)))],
            options.Clients.Any, DeviceGuess.From(context.Request.Headers.UserAgent), presenter.Origin(context.Request)));

    private static async Task Begin(HttpContext context, Upstreams upstreams, LoginFlow flow, LoginPresenter presenter)
    {
        var form = await context.ReadFormAsync();
        var region = upstreams.TryFind(form["region"].ToString(), out var chosen) ? chosen : throw Problem.InvalidRequest("region is unknown here.");
        // Only this browser sees the code and, at the end, the token; also after a reload.
        var browser = BrowserCookie.Renew(context, presenter.IsHttps(context.Request), RecognizedFor);
        var (login, _) = await flow.OpenAsync(
            region, canChangeRegion: true, OwnLife, requestedBy: null, requestedFor: null, browserHash: browser);
        context.SeeOther($"/l/{login.Id}");
    }

    private static Task TypeCode(HttpContext context, LoginPresenter presenter) =>
        context.WritePageAsync(StatusCodes.Status200OK, UserCodePage.Render(context.Language(), origin: presenter.Origin(context.Request)));

    private static async Task TakeCode(HttpContext context, LoginFlow flow, RateLimits limits, LoginPresenter presenter)
    {
        var typed = (await context.ReadFormAsync())["user_code"].ToString();
        if (!UserCode.TryRead(typed, out var code))
        {
            await Again(StatusCodes.Status400BadRequest, UserCodeError.Malformed);
            return;
        }
        // Counted before it is known whether it is right, so that many at once are counted too.
        var wait = limits.DrawUserCode(context, out var isBeyond);
        if (wait > TimeSpan.Zero)
        {
            context.Response.Headers.RetryAfter = Problem.WholeSeconds(wait);
            await Again(StatusCodes.Status429TooManyRequests, UserCodeError.TooOften);
        }
        else if (await flow.FindByUserCodeAsync(code) is not { } login)
        {
            await Again(StatusCodes.Status404NotFound, UserCodeError.Unknown);
        }
        else
        {
            limits.GiveBackUserCode(context, isBeyond);
            context.SeeOther($"/l/{login.Id}");
        }

        Task Again(int status, UserCodeError error) =>
            context.WritePageAsync(status, UserCodePage.Render(context.Language(), error, typed, presenter.Origin(context.Request)));
    }

    private static async Task Show(HttpContext context, string id, LoginFlow flow, LoginPresenter presenter)
    {
        var login = await FindAsync(flow, id);
        var isOwn = BrowserCookie.Matches(context.Request, presenter.IsHttps(context.Request), login);
        if (isOwn) await flow.ReadAsync(login);
        var view = presenter.View(login, context.Request, isOwn, showQr: context.Request.Query["qr"] == "1", flow.IsReadable);
        await context.WritePageAsync(StatusCodes.Status200OK, LoginPage.Render(view, DeviceGuess.From(context.Request.Headers.UserAgent), context.Language()));
    }

    private static async Task Open(HttpContext context, string id, LoginFlow flow)
    {
        var login = await FindAsync(flow, id);
        var code = login.State.IsOpen ? await flow.LookAsync(login, context.RequestAborted) : null;
        login.ExpectScan();
        context.SeeOther(code?.Link ?? $"/l/{id}");
    }

    private static async Task Cancel(HttpContext context, string id, LoginFlow flow)
    {
        await context.ReadFormAsync();
        var login = await FindAsync(flow, id);
        if (!await flow.CancelAsync(login) && login.State.Status != LoginStatus.Cancelled) throw Problem.TooLateToCancel;
        context.SeeOther($"/l/{id}");
    }

    private static async Task Move(HttpContext context, string id, Upstreams upstreams, LoginFlow flow)
    {
        var form = await context.ReadFormAsync();
        var region = upstreams.TryFind(form["region"].ToString(), out var chosen) ? chosen : throw Problem.InvalidRequest("region is unknown here.");
        if (!await flow.MoveAsync(await FindAsync(flow, id), region)) throw Problem.RegionLocked;
        context.SeeOther($"/l/{id}");
    }

    private static async Task Asset(HttpContext context, string name)
    {
        if (PageAssets.Find(name) is not ({ } asset, { } cacheControl)) throw Problem.LoginNotFound;
        await context.WriteAssetAsync(asset, cacheControl);
    }

    private static async ValueTask<Login> FindAsync(LoginFlow flow, string id) => await flow.FindAsync(id) ?? throw Problem.LoginNotFound;

    private static async Task<IFormCollection> ReadFormAsync(this HttpContext context)
    {
        // NOTE: same-origin posts of our own pages say "Origin: null" (no-referrer), so the origin itself proves nothing.
        if (context.Request.Headers["Sec-Fetch-Site"] == "cross-site") throw Problem.InvalidRequest("This form was sent from another site.", StatusCodes.Status403Forbidden);
        var hasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;
        if (!context.Request.HasFormContentType && hasBody) throw Problem.InvalidRequest("Send a form.", StatusCodes.Status415UnsupportedMediaType);
        return context.Request.HasFormContentType ? await context.Request.ReadAnyFormAsync() : FormCollection.Empty;
    }

    private static void SeeOther(this HttpContext context, string where)
    {
        // The language that the player chose stays with them.
        if (where.StartsWith('/') && context.Request.Query["lang"] is [{ Length: > 0 }]) where += $"?lang={context.Language().Code()}";
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = where;
    }
}

internal static class PageAnswer
{
    public static PageLanguage Language(this HttpContext context) =>
        PageLanguages.Choose(context.Request.Query["lang"], context.Request.Headers.AcceptLanguage);

    /// <summary>A file that may be kept, or word that the caller has it already.</summary>
    public static async Task WriteAssetAsync(this HttpContext context, PageAsset asset, string cacheControl)
    {
        var headers = context.Response.Headers;
        (headers.ETag, headers.CacheControl) = (asset.ETag, cacheControl);
        // A proxy that compresses makes the tag a weak one, and a caller may know several.
        if (context.Request.Headers.IfNoneMatch.ToString().Contains(asset.ETag, StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        (context.Response.ContentType, context.Response.ContentLength) = (asset.ContentType, asset.Content.Length);
        if (HttpMethods.IsGet(context.Request.Method)) await context.Response.BodyWriter.WriteAsync(asset.Content, context.RequestAborted);
    }

    public static async Task WritePageAsync(this HttpContext context, int status, string html)
    {
        var bytes = Encoding.UTF8.GetBytes(html);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = bytes.Length;
        context.Response.Headers.ContentLanguage = context.Language().Tag();
        context.Response.Headers.Vary = "Accept-Language, User-Agent";
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.BodyWriter.WriteAsync(bytes, context.RequestAborted);
    }
}
