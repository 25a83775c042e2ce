namespace PhigrosLogin.Bench.Programs;

/// <summary>
/// The least that somebody could run in the gateway's place: it asks the upstream and passes the answer on. It signs
/// nothing, checks nothing, keeps nothing and has no limits.
/// </summary>
internal static class Forwarder
{
    public static async Task RunAsync(Uri upstream)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };
        using var http = new HttpClient(handler);
        var (newCode, profile, users) = (new Uri(upstream, "/oauth2/v1/device/code"), new Uri(upstream, "/account/profile/v1?client_id=rAK3FfdieFob2Nn8Am"), new Uri(upstream, "/1.1/users"));
        var form = "client_id=rAK3FfdieFob2Nn8Am&response_type=device_code&scope=public_profile&version=1.2.0&platform=unity&info=%7B%7D"u8.ToArray();

        await using var app = Listening.Build(hasRoutes: true);
        app.UseRouting();
        app.MapGet("/api/LoginQrCode/GetNewQrCode", async context =>
        {
            using var code = await PostAsync(newCode, form, "application/x-www-form-urlencoded");
            await PassOnAsync(context.Response, code);
        });
        app.MapPost("/api/LoginQrCode/GetPhigrosToken", async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            using (var player = await http.GetAsync(profile)) player.EnsureSuccessStatusCode();
            using var user = await PostAsync(users, body.ToArray(), "application/json");
            await PassOnAsync(context.Response, user);
        });
        await app.RunUntilLeftAloneAsync();

        async Task<HttpResponseMessage> PostAsync(Uri url, byte[] body, string type)
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new(type);
            return await http.PostAsync(url, content);
        }
    }

    private static async Task PassOnAsync(HttpResponse response, HttpResponseMessage answer)
    {
        response.StatusCode = (int)answer.StatusCode;
        response.ContentType = "application/json";
        await response.BodyWriter.WriteAsync(await answer.Content.ReadAsByteArrayAsync());
    }
}
