namespace PhigrosLogin.Sandbox.Pages;

/// <summary>Where a person plays the player: the start page, and the page behind a QR link.</summary>
internal sealed class PageEndpoints(SandboxUpstream upstream, TimeProvider time)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", context => Page.WriteAsync(context, 200, "PhigrosLogin sandbox", StartPage.Content(upstream)));
        routes.MapGet("/device", ShowAsync);
        routes.MapPost("/device", DecideAsync);
    }

    private Task ShowAsync(HttpContext context)
    {
        var userCode = context.Request.Query["user_code"].ToString();
        return upstream.Codes.Visit(userCode) is { } code
            ? Page.WriteAsync(context, 200, $"Simulated login {code.UserCode}", DevicePage.Content(code, TimeLeft(code)), isNarrow: true)
            : Page.WriteAsync(context, 404, "No such code", DevicePage.NoSuchCode(userCode), isNarrow: true);
    }

    private async Task DecideAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            context.Response.StatusCode = 415;
            return;
        }
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var userCode = form["user_code"].ToString();
        try
        {
            _ = form["act"].ToString() switch
            {
                "scan" => upstream.Codes.Scan(userCode),
                "confirm" => upstream.Codes.Confirm(userCode),
                "refuse" => upstream.Codes.Refuse(userCode),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            // Decided meanwhile, or gone: the page that follows shows how it stands.
        }
        // 303: a reload of what follows must not send the form again.
        context.Response.StatusCode = 303;
        context.Response.Headers.Location = $"/device?qrcode=1&user_code={Uri.EscapeDataString(userCode)}";
    }

    private TimeSpan TimeLeft(SandboxCode code) => upstream.Options.ExpiresIn - time.GetElapsedTime(code.Issued);
}
