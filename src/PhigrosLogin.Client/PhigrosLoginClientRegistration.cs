using Microsoft.Extensions.Options;
using PhigrosLogin.Client;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes <see cref="PhigrosLoginClient"/> a service.</summary>
public static class PhigrosLoginClientRegistration
{
    /// <summary>Adds a client of the gateway at this address.</summary>
    /// <returns>The builder of its connections. A handler that retries is neither needed nor able to send a body twice.</returns>
    public static IHttpClientBuilder AddPhigrosLoginClient(this IServiceCollection services, Uri gateway) =>
        services.AddPhigrosLoginClient(options => options.Gateway = gateway);

    /// <summary>
    /// Adds <see cref="PhigrosLoginClient"/>, over connections of <see cref="IHttpClientFactory"/> and on the registered
    /// <see cref="TimeProvider"/>, if there is one. A wrong option stops the start of a host and is named.
    /// </summary>
    /// <inheritdoc cref="AddPhigrosLoginClient(IServiceCollection, Uri)" path="/returns" />
    public static IHttpClientBuilder AddPhigrosLoginClient(this IServiceCollection services, Action<PhigrosLoginClientOptions> configure)
    {
        services.AddOptions<PhigrosLoginClientOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PhigrosLoginClientOptions>, Check>();
        return services
            .AddHttpClient(nameof(PhigrosLoginClient), http => GatewayConnections.Prepare(http))
            .ConfigurePrimaryHttpMessageHandler(GatewayConnections.CreateHandler)
            .AddTypedClient((http, provider) => new PhigrosLoginClient(
                http, provider.GetRequiredService<IOptions<PhigrosLoginClientOptions>>().Value, provider.GetService<TimeProvider>()));
    }

    private sealed class Check : IValidateOptions<PhigrosLoginClientOptions>
    {
        public ValidateOptionsResult Validate(string? name, PhigrosLoginClientOptions options)
        {
            try
            {
                options.Check();
                return ValidateOptionsResult.Success;
            }
            catch (ArgumentException wrong)
            {
                return ValidateOptionsResult.Fail($"{nameof(PhigrosLoginClient)}: {wrong.Message}");
            }
        }
    }
}
