using PhigrosLogin.Server.Logins;
using PhigrosLogin.Server.Pages;
using PhigrosLogin.Pictures;

namespace PhigrosLogin.Server.Http;

/// <summary>Logins with a link: it translates between HTTP and the flow and decides nothing.</summary>
internal static class LoginEndpoints
{
    private const string SandboxRegionName = "sandbox";
    private static readonly string[] Looking = ["GET", "HEAD"];

    public static void MapLogins(this IEndpointRouteBuilder app)
    {
        var logins = app.MapGroup("/api/v1/logins");
        logins.MapPost("/", Open).RefuseForeignPages().RequireClientCredential().DrawsOn(Limit.Logins);
        logins.MapMethods("/{id}", Looking, GetState);
        logins.MapGet("/{id}/events", LoginEvents.Stream);
        logins.MapMethods("/{id}/qr.svg", Looking, GetSvg);
        logins.MapMethods("/{id}/qr.png", Looking, GetPng);
        logins.MapMethods("/{id}/qr.txt", Looking, GetText);
        logins.MapGet("/{id}/result", GetResult);
        logins.MapDelete("/{id}", Acknowledge).RefuseForeignPages();
        logins.MapPost("/{id}/cancel", Cancel).RefuseForeignPages();
        logins.MapPost("/{id}/region", Move).RefuseForeignPages();
    }

    private static async Task Open(HttpContext context, LoginFlow flow, Upstreams upstreams, GatewayOptions options, LoginPresenter presenter)
    {
        var body = await context.Request.OptionalBodyAsync();
        var region = body.OptionalText("region", 20) is { } name ? FindRegion(upstreams, name) : null;
        var life = TimeSpan.FromSeconds(body.OptionalNumber("expiresInSeconds", 600, 60, 1800));
        var requestedBy = DisplayText.Sanitize(body.OptionalText("requestedBy"));
        var requestedFor = DisplayText.Sanitize(body.OptionalText("requestedFor"));

        var (login, secret) = await flow.OpenAsync(region ?? upstreams.Default, canChangeRegion: region is null, life, requestedBy, requestedFor, context.Client()?.Name);
        var origin = presenter.Origin(context.Request);
        context.Response.Headers.Location = $"{origin}/api/v1/logins/{login.Id}";
        await context.WriteJsonAsync(StatusCodes.Status201Created, new CreatedLoginBody
        {
            Id = login.Id,
            LoginSecret = secret.Reveal(),
            LoginUrl = $"{origin}/l/{login.Id}",
            QrUrl = $"{origin}/api/v1/logins/{login.Id}/qr.png",
            Status = LoginWords.Of(login.State.Status),
            Version = login.State.Version,
            ExpiresAt = login.Facts.ExpiresAt.UtcDateTime,
            Interval = (long)Math.Ceiling(options.MinimumInterval.TotalSeconds),
        }, LoginJson.Relaxed.CreatedLoginBody);
    }

    private static async Task GetState(HttpContext context, string id, LoginFlow flow, LoginPresenter presenter, Stopping stopping)
    {
        var language = context.Request.Lang();
        var patience = context.Request.Number("wait", 1, 50);
        var login = await FindAsync(flow, id);
        var after = context.Request.Version("after") ?? login.State.Version;
        if (context.Request.Flag("ensureQr")) await flow.TryLookAsync(login, context.RequestAborted);
        if (patience is { } seconds)
        {
            using var either = stopping.Or(context.RequestAborted);
            await login.WaitAsync(state => state.Version != after || state.IsFinal, TimeSpan.FromSeconds(seconds), presenter.Time, either.Token);
        }
        await context.WriteJsonAsync(StatusCodes.Status200OK, presenter.Status(login, language), LoginJson.Relaxed.LoginStatusBody);
    }

    private static Task GetSvg(HttpContext context, string id, LoginFlow flow) =>
        Picture(context, id, flow, "image/svg+xml", picture => picture.Svg());

    private static Task GetPng(HttpContext context, string id, LoginFlow flow)
    {
        var scale = context.Request.Number("scale", 1, QrPicture.LargestScale) ?? 8;
        return Picture(context, id, flow, "image/png", picture => picture.Png(scale));
    }

    private static Task GetText(HttpContext context, string id, LoginFlow flow)
    {
        var style = context.Request.Choice("style", ("dark", TextStyle.Dark), ("light", TextStyle.Light), ("ansi", TextStyle.Ansi));
        return Picture(context, id, flow, "text/plain; charset=utf-8", picture => System.Text.Encoding.UTF8.GetBytes(picture.Text(style)));
    }

    private static async Task GetResult(HttpContext context, string id, LoginFlow flow, LoginPresenter presenter, Stopping stopping)
    {
        var secret = context.Request.LoginSecret();
        var language = context.Request.Lang();
        var patience = context.Request.Number("wait", 1, 50);
        var login = await FindOwnAsync(flow, id, secret);
        if (patience is { } seconds)
        {
            // The simulated player has no page to open, so a waiting request stands for one: bots work without a browser.
            if (login.State.Region == SandboxRegionName) await flow.TryLookAsync(login, context.RequestAborted);
            using var watching = login.State.Region == SandboxRegionName ? login.Watch() : null;
            using var either = stopping.Or(context.RequestAborted);
            await login.WaitAsync(state => state.IsFinal, TimeSpan.FromSeconds(seconds), presenter.Time, either.Token);
        }
        // Whoever left while waiting has not read anything.
        context.RequestAborted.ThrowIfCancellationRequested();
        var state = await flow.ReadAsync(login);
        if (state.AcknowledgedAt is not null) throw Problem.AlreadyAcknowledged;
        if (state.Status == LoginStatus.Succeeded && !flow.IsReadable(login, state)) throw Problem.ResultExpired;
        await context.WriteJsonAsync(StatusCodes.Status200OK, LoginPresenter.Result(state, language), LoginJson.Relaxed.LoginResultBody);
    }

    private static async Task<IResult> Acknowledge(HttpContext context, string id, LoginFlow flow)
    {
        var login = await FindOwnAsync(flow, id, context.Request.LoginSecret());
        await flow.AcknowledgeAsync(login);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.NoContent();
    }

    private static async Task Cancel(HttpContext context, string id, LoginFlow flow, LoginPresenter presenter)
    {
        var language = context.Request.Lang();
        var login = await FindAsync(flow, id);
        if (!await flow.CancelAsync(login)) throw Problem.TooLateToCancel;
        await context.WriteJsonAsync(StatusCodes.Status200OK, presenter.Status(login, language), LoginJson.Relaxed.LoginStatusBody);
    }

    private static async Task Move(HttpContext context, string id, LoginFlow flow, Upstreams upstreams, LoginPresenter presenter)
    {
        var language = context.Request.Lang();
        var body = await context.Request.BodyAsync();
        var region = FindRegion(upstreams, body.OptionalText("region", 20) ?? throw Problem.InvalidRequest("region is missing."));
        var login = await FindAsync(flow, id);
        if (!await flow.MoveAsync(login, region)) throw Problem.RegionLocked;
        await context.WriteJsonAsync(StatusCodes.Status200OK, presenter.Status(login, language), LoginJson.Relaxed.LoginStatusBody);
    }

    private static async Task Picture(
        HttpContext context, string id, LoginFlow flow, string contentType, Func<QrPicture, byte[]> draw)
    {
        var login = await FindAsync(flow, id);
        if (!login.State.IsOpen || await flow.LookAsync(login, context.RequestAborted) is not { } code) throw Problem.LoginFinal;
        var bytes = draw(new QrPicture(code.Link));
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Expires = code.ExpiresAt.ToString("r", System.Globalization.CultureInfo.InvariantCulture);
        await context.Response.BodyWriter.WriteAsync(bytes, context.RequestAborted);
    }

    internal static async ValueTask<Login> FindAsync(LoginFlow flow, string id) => await flow.FindAsync(id) ?? throw Problem.LoginNotFound;

    // NOTE: a login of an OAuth client is read at /oauth/token alone: here neither its client secret nor its pace would count.
    private static async ValueTask<Login> FindOwnAsync(LoginFlow flow, string id, string secret) =>
        await flow.FindAsync(id) is { Facts.ClientId: null } login && LoginSecret.Matches(secret, login.Facts.SecretHash)
            ? login
            : throw Problem.LoginNotFound;

    internal static Upstream FindRegion(Upstreams upstreams, string name) =>
        upstreams.TryFind(name, out var upstream) ? upstream : throw Problem.InvalidRequest($"region is unknown here: use {string.Join(", ", upstreams.Names)}.");
}
