using System.Net.Http.Headers;
using PhigrosLogin.FaultyUpstream;

namespace PhigrosLogin.Tests.Engine;

/// <summary>Stands between a gateway and the sandbox, passes everything on, and can hold a grant that is on its way.</summary>
internal sealed class GrantRelay : IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private readonly Uri _sandbox;
    private readonly FaultyServer _server;
    private volatile GrantPassage _passage = new();

    private GrantRelay(Uri sandbox)
    {
        _sandbox = sandbox;
        _server = FaultyServer.Start(Pass);
    }

    public Uri Url => _server.Url;

    public static GrantRelay Start(Uri sandbox) => new(sandbox);

    /// <summary>Watches the next grant.</summary>
    public GrantPassage Next(bool isHeld)
    {
        var passage = new GrantPassage();
        if (!isHeld) passage.Release();
        return _passage = passage;
    }

    public async ValueTask DisposeAsync()
    {
        _passage.Release();
        await _server.DisposeAsync();
        _http.Dispose();
    }

    private Fault Pass(UpstreamCall call) => async (reply, cancellationToken) =>
    {
        using var request = new HttpRequestMessage(new HttpMethod(call.Method), new Uri(_sandbox, call.Target));
        if (call.Body.Length > 0) request.Content = new StringContent(call.Body, MediaTypeHeaderValue.Parse(call.Headers["content-type"]));
        using var answer = await _http.SendAsync(request, cancellationToken);
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);

        var passage = body.Contains("mac_key", StringComparison.Ordinal) ? _passage : null;
        if (passage is not null) await passage.HoldAsync(cancellationToken);
        var stays = await Faults.Answer((int)answer.StatusCode, body)(reply, cancellationToken);
        passage?.Write();
        return stays;
    };
}

/// <summary>One grant on its way from TapTap to the gateway.</summary>
internal sealed class GrantPassage
{
    private readonly TaskCompletionSource _given = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>TapTap has granted, and the gateway does not know it yet.</summary>
    public Task Given => _given.Task;

    /// <summary>The grant is in the gateway's socket.</summary>
    public Task Written => _written.Task;

    public void Release() => _released.TrySetResult();

    internal Task HoldAsync(CancellationToken cancellationToken)
    {
        _given.TrySetResult();
        return _released.Task.WaitAsync(cancellationToken);
    }

    internal void Write() => _written.TrySetResult();
}
