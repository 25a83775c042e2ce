using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PhigrosLogin.Client;

/// <summary>One question to the gateway, from which a request can be made as often as it takes.</summary>
internal sealed class GatewayCall(HttpMethod method, string path)
{
    public byte[]? Body { get; private init; }

    public Credential? Secret { get; init; }

    /// <summary>Whether the request carries the client secret.</summary>
    public bool NeedsClientSecret { get; init; }

    /// <summary>How long the gateway is asked to hold its answer.</summary>
    public TimeSpan Hold { get; init; }

    public static GatewayCall Post<T>(string path, T body, JsonTypeInfo<T> type, bool needsClientSecret = false) =>
        new(HttpMethod.Post, path) { Body = JsonSerializer.SerializeToUtf8Bytes(body, type), NeedsClientSecret = needsClientSecret };

    public HttpRequestMessage Request(PhigrosLoginClientOptions options)
    {
        var request = new HttpRequestMessage(method, new Uri(Origin(options), path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/problem+json"));
        if (Secret is { } secret) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret.Reveal());
        if (NeedsClientSecret && options.ClientSecret is { } key) request.Headers.TryAddWithoutValidation("X-Api-Key", key.Reveal());
        if (Body is { } body) request.Content = new SendOnceContent(body);
        return request;
    }

    // A gateway may live under a path, which counts as a folder with or without the slash at its end.
    private static Uri Origin(PhigrosLoginClientOptions options) =>
        options.Gateway!.AbsoluteUri is var text && text.EndsWith('/') ? options.Gateway : new Uri($"{text}/");
}
