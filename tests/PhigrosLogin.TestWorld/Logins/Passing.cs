using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PhigrosLogin.Server.Logins;

namespace PhigrosLogin.Tests.Logins;

/// <summary>Lets a login's time pass.</summary>
internal static class Passing
{
    /// <summary>Lets seconds pass one by one, each with what it brings.</summary>
    public static async Task PassSecondsAsync(this World world, int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(1));
            await world.SettledAsync();
        }
    }

    /// <summary>Waits until so many are connected.</summary>
    public static async Task UntilWatchedAsync(this TestGateway gateway, OpenLogin login, int watchers)
    {
        var known = await gateway.Gateway.Services.GetRequiredService<LoginRepository>().FindAsync(login.Id);
        while (known!.Watchers < watchers) await Task.Yield();
    }

    /// <summary>Opens a login and brings it to its success.</summary>
    public static async Task<OpenLogin> SucceedAsync(this World world, object? body = null)
    {
        var login = await world.OpenAsync(body);
        world.China.Codes.Confirm(await login.LookAsync());
        await world.PassToPollAsync();
        await login.UntilAsync("succeeded");
        return login;
    }

    /// <summary>Waits until the state is as wished.</summary>
    public static async Task<JsonElement> UntilAsync(this OpenLogin login, Func<JsonElement, bool> isReached)
    {
        var state = await login.StateAsync();
        while (!isReached(state)) state = await login.StateAsync($"?wait=50&after={state.GetProperty("version").GetInt64()}");
        return state;
    }
}
