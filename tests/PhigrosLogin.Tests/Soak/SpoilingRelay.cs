using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.Soak;

/// <summary>Stands between gateways and the sandbox, spoils one call in so many, and notes every call with the code it was about.</summary>
internal sealed partial class SpoilingRelay : IAsyncDisposable
{
    // A gateway gives up after 5 s; what takes nearly as long without a fault of ours may be too late as well.
    private static readonly TimeSpan TooSlow = TimeSpan.FromSeconds(4);

    private readonly HttpClient _http = new();
    private readonly SandboxUpstream _sandbox;
    private readonly Func<long, InjectedFault?> _choose;
    private readonly Func<long, Chance> _chance;
    private readonly FaultyServer _server;
    private readonly ConcurrentQueue<UpstreamNote> _notes = new();
    private readonly ConcurrentDictionary<string, string> _codeOfKid = new(StringComparer.Ordinal);
    private long _number;

    private SpoilingRelay(SandboxUpstream sandbox, Func<long, InjectedFault?> choose, Func<long, Chance> chance)
    {
        (_sandbox, _choose, _chance) = (sandbox, choose, chance);
        _server = FaultyServer.Start(Pass);
    }

    public Uri Url => _server.Url;

    /// <summary>Every call, in the order in which it was answered.</summary>
    public IReadOnlyCollection<UpstreamNote> Notes => _notes;

    /// <summary>Spoils one call in <paramref name="oneIn"/>.</summary>
    public static SpoilingRelay Start(SandboxUpstream sandbox, ulong seed, int oneIn) => new(
        sandbox,
        number => new Chance(seed, "spoil", number) is var chance && chance.Below(oneIn) == 0 ? chance.Of(InjectedFault.All) : null,
        number => new Chance(seed, "how", number));

    /// <summary>Spoils the calls that are chosen by their number, from 1.</summary>
    public static SpoilingRelay Start(SandboxUpstream sandbox, Func<long, InjectedFault?> choose) => new(sandbox, choose, number => new Chance(1, "how", number));

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
    }

    private Fault Pass(UpstreamCall call) => async (reply, cancellationToken) =>
    {
        var number = Interlocked.Increment(ref _number);
        var fault = _choose(number);
        var (when, start) = (TimeProvider.System.GetUtcNow(), Stopwatch.GetTimestamp());
        if (fault?.QuestionDelay is { Ticks: > 0 } delay) await Task.Delay(delay, TimeProvider.System, cancellationToken);
        var (status, body) = fault is { IsHeard: false } ? (0, "") : await ForwardAsync(call, cancellationToken);
        if (fault is null && (Stopwatch.GetElapsedTime(start) > TooSlow || HasLeft(reply.Socket))) fault = new InjectedFault(FaultKind.SlowMachine, IsHeard: true);
        // Noted before it can be acted upon, so that the notes are never behind.
        Note(call, when, fault, body);
        var answer = fault is null or { Kind: FaultKind.SlowMachine } ? Faults.Answer(status, body) : fault.Instead(body, _chance(number));
        return await answer(reply, cancellationToken);
    };

    private static bool HasLeft(Socket socket) => socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0;

    private void Note(UpstreamCall call, DateTimeOffset when, InjectedFault? fault, string body)
    {
        var userCode = CodeOf(call) ?? (UserCode().Match(body) is { Success: true } issued ? issued.Groups[1].Value : null);
        var word = call.Path != UpstreamNote.Token || body.Length == 0 ? PollWord.None : WordOf(body);
        if (word == PollWord.Granted) _codeOfKid[Kid().Match(body).Groups[1].Value] = userCode!;
        _notes.Enqueue(new UpstreamNote(when, call.Path, userCode, fault, word));
    }

    private string? CodeOf(UpstreamCall call) => call.Path switch
    {
        UpstreamNote.Token => DeviceCode().Match(call.Body) is { Success: true } code ? _sandbox.Codes.Find(code.Groups[1].Value)?.UserCode : null,
        UpstreamNote.Profile => _codeOfKid.GetValueOrDefault(MacId().Match(call.Headers.GetValueOrDefault("authorization", "")).Groups[1].Value),
        UpstreamNote.Users => _codeOfKid.GetValueOrDefault(Kid().Match(call.Body).Groups[1].Value),
        _ => null,
    };

    private static PollWord WordOf(string body) =>
        body.Contains("mac_key", StringComparison.Ordinal) ? PollWord.Granted :
        body.Contains("access_denied", StringComparison.Ordinal) ? PollWord.Refused :
        body.Contains("invalid_grant", StringComparison.Ordinal) ? PollWord.Gone :
        PollWord.Waiting;

    private async Task<(int Status, string Body)> ForwardAsync(UpstreamCall call, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(new HttpMethod(call.Method), new Uri(_sandbox.Url, call.Target));
        if (call.Body.Length > 0) request.Content = new StringContent(call.Body, MediaTypeHeaderValue.Parse(call.Headers["content-type"]));
        foreach (var (name, value) in call.Headers.Where(header => header.Key is "authorization" || header.Key.StartsWith("x-lc-", StringComparison.Ordinal)))
            request.Headers.TryAddWithoutValidation(name, value);
        // The signature names the host that the gateway spoke to.
        request.Headers.Host = call.Headers["host"];
        using var answer = await _http.SendAsync(request, cancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    [GeneratedRegex("(?:^|&)code=([A-Za-z0-9_-]+)")]
    private static partial Regex DeviceCode();

    [GeneratedRegex("\"user_code\":\"([a-z0-9]+)\"")]
    private static partial Regex UserCode();

    [GeneratedRegex("\"kid\":\"([^\"]+)\"")]
    private static partial Regex Kid();

    [GeneratedRegex("id=\"([^\"]+)\"")]
    private static partial Regex MacId();
}
