using PhigrosLogin.Client;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Client;

/// <summary>A world's gateway as its client sees it, on the world's clock.</summary>
internal static class ClientWorld
{
    public static PhigrosLoginClient NewClient(this TestGateway gateway, Action<PhigrosLoginClientOptions>? configure = null, TimeProvider? time = null) =>
        NewClient(gateway.Url, configure, time);

    public static PhigrosLoginClient NewClient(Uri gateway, Action<PhigrosLoginClientOptions>? configure = null, TimeProvider? time = null)
    {
        var options = new PhigrosLoginClientOptions { Gateway = gateway, Language = "en" };
        configure?.Invoke(options);
        return new PhigrosLoginClient(options, time);
    }

    /// <summary>The player's side of a login: looks at the page and gives the five characters at the end of its code.</summary>
    public static Task<string> LookAsync(this TestGateway gateway, CreatedLogin login) => new OpenLogin(gateway, login.Id, "").LookAsync();

    public static Task<GatewayException> ShouldFailAsync(this Task call) => call.ShouldThrowAsync<GatewayException>();
}
