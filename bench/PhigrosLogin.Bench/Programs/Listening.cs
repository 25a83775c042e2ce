using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using PhigrosLogin.Server;

namespace PhigrosLogin.Bench.Programs;

/// <summary>How the gateway's rivals and its upstream listen: with its own Kestrel options, and its log at Warning.</summary>
internal static class Listening
{
    public static WebApplication Build(bool hasRoutes)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.AddListener(builder.Configuration.ReadSettings(["--Urls=http://127.0.0.1:0"]));
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        if (hasRoutes) builder.Services.AddRouting();
        return builder.Build();
    }

    /// <summary>Listens, says where, and ends with whoever started it.</summary>
    public static async Task RunUntilLeftAloneAsync(this WebApplication app)
    {
        await app.StartAsync();
        Console.WriteLine($"Bench listens on {app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()}");
        await Console.In.ReadToEndAsync();
    }
}
