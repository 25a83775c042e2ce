using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PhigrosLogin.Tests.Packages.Images;

/// <summary>As much of a container registry as it takes to pull a base image from it and to push an image to it.</summary>
internal sealed partial class ImageRegistry : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, byte[]> _blobs = new();
    private readonly ConcurrentDictionary<string, (string Type, byte[] Body)> _manifests = new();
    private readonly ConcurrentDictionary<string, MemoryStream> _uploads = new();
    private readonly WebApplication _app;
    private int _uploadCount;

    private ImageRegistry(WebApplication app) => _app = app;

    /// <summary>Where it is, as it stands before the slash in the name of an image. Of localhost alone .NET takes images without TLS.</summary>
    public string Name => $"localhost:{new Uri(_app.Urls.Single()).Port}";

    public static async Task<ImageRegistry> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var registry = new ImageRegistry(builder.Build());
        registry._app.Run(registry.AnswerAsync);
        await registry._app.StartAsync();
        return registry;
    }

    public static string DigestOf(byte[] content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";

    public byte[] Blob(string digest) => _blobs[digest];

    /// <summary>A manifest by its tag or digest.</summary>
    public byte[] Manifest(string repository, string reference) =>
        _manifests.TryGetValue($"{repository}:{reference}", out var manifest) ? manifest.Body : throw new InvalidOperationException($"There is only {string.Join(", ", _manifests.Keys)}");

    /// <summary>Keeps a blob and gives its digest.</summary>
    public string Put(byte[] blob)
    {
        var digest = DigestOf(blob);
        _blobs[digest] = blob;
        return digest;
    }

    /// <summary>Keeps a manifest under a tag and its digest, and gives the latter.</summary>
    public string Put(string repository, string reference, string type, byte[] manifest)
    {
        var digest = DigestOf(manifest);
        _manifests[$"{repository}:{reference}"] = _manifests[$"{repository}:{digest}"] = (type, manifest);
        return digest;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var (method, path) = (context.Request.Method, Path().Match(context.Request.Path));
        var (repository, kind, reference) = (path.Groups["repository"].Value, path.Groups["kind"].Value, path.Groups["reference"].Value);
        var answer = (method, kind) switch
        {
            ("GET" or "HEAD", "blobs") => SendAsync(context, "application/octet-stream", _blobs.GetValueOrDefault(reference)),
            ("GET" or "HEAD", "manifests") => SendAsync(context, _manifests.GetValueOrDefault($"{repository}:{reference}").Type, _manifests.GetValueOrDefault($"{repository}:{reference}").Body),
            ("POST" or "PATCH" or "PUT", "blobs/uploads") => TakeBlobAsync(context, repository, reference),
            ("PUT", "manifests") => TakeManifestAsync(context, repository, reference),
            _ => SendAsync(context, "", null),
        };
        await answer;
    }

    private static async Task SendAsync(HttpContext context, string? type, byte[]? content)
    {
        context.Response.StatusCode = content is null ? 404 : 200;
        if (content is null) return;
        (context.Response.ContentType, context.Response.ContentLength) = (type, content.Length);
        context.Response.Headers["Docker-Content-Digest"] = DigestOf(content);
        if (context.Request.Method != "HEAD") await context.Response.Body.WriteAsync(content);
    }

    private async Task TakeBlobAsync(HttpContext context, string repository, string upload)
    {
        if (upload.Length == 0) upload = Interlocked.Increment(ref _uploadCount).ToString(CultureInfo.InvariantCulture);
        var taken = _uploads.GetOrAdd(upload, _ => new MemoryStream());
        await context.Request.Body.CopyToAsync(taken);
        context.Response.Headers.Location = $"/v2/{repository}/blobs/uploads/{upload}";
        context.Response.Headers.Range = $"0-{taken.Length - 1}";
        context.Response.StatusCode = context.Request.Method != "PUT" ? 202 : Put(taken.ToArray()) == context.Request.Query["digest"] ? 201 : 400;
    }

    private async Task TakeManifestAsync(HttpContext context, string repository, string reference)
    {
        using var taken = new MemoryStream();
        await context.Request.Body.CopyToAsync(taken);
        context.Response.Headers["Docker-Content-Digest"] = Put(repository, reference, context.Request.ContentType!, taken.ToArray());
        context.Response.StatusCode = 201;
    }

    [GeneratedRegex("^/v2/(?<repository>.+?)/(?<kind>blobs/uploads|blobs|manifests)/(?<reference>[^/]*)$")]
    private static partial Regex Path();
}
