using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Server;
using PhigrosLogin.Tests.Logins;
using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests.Limits;

/// <summary>A response that breaks: no caller takes a part for the whole, and an error describes itself alone.</summary>
public sealed class BrokenResponseTests : IDisposable
{
    private readonly LogSink _log = new();

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData("/api/v1/regions")]
    [InlineData("/.well-known/oauth-authorization-server")]
    [InlineData("/api/v1/logins/{id}/events")]
    [InlineData("/api/v1/logins/{id}/qr.png")]
    public async Task A_response_that_breaks_after_its_first_byte_does_not_end_like_a_whole_one(string path)
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(200, WireBody.DeviceCode));
        await using var gateway = await StartAsync(tapTap.Url, new Break(AfterBytes: 1));
        using var http = new HttpClient { BaseAddress = new Uri(gateway.Addresses.First()) };

        path = path.Replace("{id}", (await http.OpenAsync()).Id, StringComparison.Ordinal);
        var read = async () =>
        {
            using var response = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            await response.Content.ReadAsByteArrayAsync();
        };

        await read.ShouldThrowAsync<HttpRequestException>();
        _log.Errors.ShouldHaveSingleItem().Text.ShouldContain("InvalidOperationException");
    }

    [Fact]
    public async Task An_error_has_no_header_of_the_response_in_whose_place_it_stands()
    {
        await using var tapTap = FaultyServer.Start(Faults.Answer(200, WireBody.DeviceCode));
        await using var gateway = await StartAsync(tapTap.Url, new Break(AfterBytes: 0));
        using var http = new HttpClient { BaseAddress = new Uri(gateway.Addresses.First()) };
        var login = await http.OpenAsync();

        using var picture = await http.GetAsync($"{login.Path}/qr.png");
        using var page = await http.GetAsync($"/l/{login.Id}");

        await picture.ShouldBeProblemAsync(500, "internal_error");
        picture.Content.Headers.Expires.ShouldBeNull();
        ((int)page.StatusCode).ShouldBe(500);
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        foreach (var response in (HttpResponseMessage[])[picture, page])
        {
            response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            response.Headers.Contains("Content-Security-Policy").ShouldBeTrue();
        }
        _log.Errors.Count().ShouldBe(2);
    }

    private Task<Gateway> StartAsync(Uri tapTap, Break @break) => Gateway.StartAsync(
        [.. ServerProcess.ForTests, .. TestGateway.PointAt("cn", tapTap)],
        TimeProvider.System,
        builder =>
        {
            builder.Logging.ClearProviders().AddProvider(_log);
            builder.Services.AddSingleton<IStartupFilter>(@break);
        });

    /// <summary>Breaks the body of each GET once.</summary>
    private sealed record Break(int AfterBytes) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, rest) =>
            {
                var body = context.Response.Body;
                if (HttpMethods.IsGet(context.Request.Method)) context.Response.Body = new BreakingBody(body, AfterBytes);
                await rest(context);
            });
            next(app);
        };
    }

    /// <summary>A body that takes so many bytes, then throws once.</summary>
    private sealed class BreakingBody(Stream body, int after) : Stream
    {
        private bool _isBroken;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!_isBroken)
            {
                _isBroken = true;
                if (after > 0) await body.WriteAsync(buffer[..after], cancellationToken);
                if (after > 0) await body.FlushAsync(cancellationToken);
                throw new InvalidOperationException("The body is broken.");
            }
            await body.WriteAsync(buffer, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task FlushAsync(CancellationToken cancellationToken) => body.FlushAsync(cancellationToken);

        public override void Flush() => body.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
