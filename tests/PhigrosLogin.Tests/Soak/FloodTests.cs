using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Tests.Examples;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Soak;

/// <summary>
/// A flood from 300 addresses while a registered client's players sign in, on the real clock; with <c>./test.sh --full</c>
/// only. <c>PHIGROSLOGIN_FLOOD</c> is another length in seconds.
/// </summary>
[Collection(nameof(Alone))]
public sealed class FloodTests : IDisposable
{
    private const string ClientSecret = "the secret of the honest client";
    private const int Addresses = 300;
    private const int MaxLogins = 2000;
    private const int Attackers = 24;

    private static readonly double? Seconds =
        Environment.GetEnvironmentVariable("PHIGROSLOGIN_FLOOD") is { Length: > 0 } seconds
            ? double.Parse(seconds, CultureInfo.InvariantCulture)
            : FullLength.IsOn ? 300 : null;

    private readonly TempFolder _folder = new();
    private readonly List<string> _outcomes = [];
    private readonly List<(TimeSpan At, long Bytes)> _memory = [];
    private int _requests;
    private int _confirmed;
    private int _confirmedAndSucceeded;

    public static bool IsOff => Seconds is null;

    public void Dispose() => _folder.Dispose();

    [Fact(Skip = "./test.sh --full", SkipWhen = nameof(IsOff))]
    public async Task P30_A_flood_from_300_addresses_costs_no_confirmed_login_and_no_memory()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ClientSecret)));
        await using var sandbox = await SandboxUpstream.StartAsync(
            new SandboxOptions
            {
                Region = SandboxRegion.China, LinkBase = SandboxRegion.China.PublicLinkBase, DefaultScript = null,
            },
            TimeProvider.System);
        await using var gateway = await ServerProcess.StartAsync(
        [
            .. TestGateway.PointAt("cn", sandbox.Url), $"--Limits:MaxLogins={MaxLogins}", "--Limits:LoginsPerMinute=60",
            "--Limits:TokenCallsPerMinute=30", $"--Store={_folder.Path}/logins.db",
            "--Clients:honest:Name=Honest", $"--Clients:honest:Secret=sha256:{hash}",
        ]);
        var length = TimeSpan.FromSeconds(Seconds!.Value);
        using var end = new CancellationTokenSource(length);
        var clock = Stopwatch.StartNew();

        var attack = Enumerable.Range(0, Attackers).Select(number => AttackAsync(gateway.Url, number, end.Token)).ToArray();
        var players = new List<Task>();
        while (clock.Elapsed < length)
        {
            players.Add(SignInAsync(gateway.Url, sandbox));
            _memory.Add((clock.Elapsed, gateway.WorkingSet));
            await Task.Delay(1000);
        }
        await Task.WhenAll(attack);
        await Task.WhenAll(players);

        var succeeded = _outcomes.Count(outcome => outcome == "succeeded");
        var (second, last) = (Mean(0.25, 0.5), Mean(0.75, 1));
        var report = string.Create(CultureInfo.InvariantCulture,
            $"""
            # Flood

            Made by `./test.sh --full` (`FloodTests`): for {length.TotalSeconds:0} s, {Attackers} loops on {Addresses} addresses create logins, request QR
            codes, try made-up tokens and read statuses as fast as they get responses, with `Limits:MaxLogins={MaxLogins}`, while a
            registered client creates one login a second.

            | | |
            |---|---|
            | requests of the flood | {_requests} |
            | logins of the client | {_outcomes.Count} |
            | of them succeeded | {succeeded} ({100.0 * succeeded / _outcomes.Count:0.0} %) |
            | confirmed by their players | {_confirmed} |
            | of them succeeded | {_confirmedAndSucceeded} |
            | resident memory, second quarter | {second / 1e6:0.0} MB |
            | resident memory, last quarter | {last / 1e6:0.0} MB |

            Outcomes: {string.Join(", ", _outcomes.GroupBy(outcome => outcome).Select(group => $"{group.Key} {group.Count()}"))}.

            """);
        await File.WriteAllTextAsync(
            Seconds >= 300 ? Repository.File("docs/reports/flood.md") : Path.Combine(AppContext.BaseDirectory, "flood.md"), report);
        _confirmedAndSucceeded.ShouldBe(_confirmed, report);
        (succeeded / (double)_outcomes.Count).ShouldBeGreaterThanOrEqualTo(0.95, report);
        if (Seconds >= 300) last.ShouldBeLessThan(second * 1.1, report);
    }

    // Creates logins, requests their codes, tries tokens, and never confirms anything.
    private async Task AttackAsync(Uri gateway, int number, CancellationToken end)
    {
        using var http = new HttpClient { BaseAddress = gateway, Timeout = TimeSpan.FromSeconds(30) };
        for (var turn = number; !end.IsCancellationRequested; turn += Attackers)
        {
            try
            {
                using var created = await SendAsync(HttpMethod.Post, "/api/v1/logins", new { });
                if (created.IsSuccessStatusCode)
                {
                    var id = (await created.JsonAsync()).GetProperty("id").GetString();
                    using var code = await SendAsync(HttpMethod.Get, $"/api/v1/logins/{id}?ensureQr=true", null);
                }
                using var issued = await SendAsync(HttpMethod.Get, "/api/LoginQrCode/GetNewQrCode", null);
                using var token = await SendAsync(
                    HttpMethod.Post, "/api/LoginQrCode/GetPhigrosToken", new { data = new { kid = $"made up {turn}", macKey = "x" } });
            }
            catch (Exception ended) when (ended is OperationCanceledException or HttpRequestException)
            {
                // The flood does not care.
            }
        }

        async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body)
        {
            Interlocked.Increment(ref _requests);
            using var request = new HttpRequestMessage(method, path);
            if (body is not null) request.Content = JsonContent.Create(body);
            var address = RandomNumberGenerator.GetInt32(Addresses);
            request.Headers.Add("X-Forwarded-For", string.Create(CultureInfo.InvariantCulture, $"198.51.{address / 250}.{address % 250}"));
            return await http.SendAsync(request, end);
        }
    }

    // One login of the client: its player opens it, scans after 4 s and confirms after 4 more.
    private async Task SignInAsync(Uri gateway, SandboxUpstream sandbox)
    {
        using var http = new HttpClient { BaseAddress = gateway };
        http.DefaultRequestHeaders.Add("X-Api-Key", ClientSecret);
        var outcome = "no login";
        var isConfirmed = false;
        try
        {
            var login = await CreateAsync(http);
            outcome = "no code";
            var userCode = await CodeAsync(login);
            await Task.Delay(4000);
            sandbox.Codes.Scan(userCode);
            await Task.Delay(4000);
            sandbox.Codes.Confirm(userCode);
            isConfirmed = true;
            await login.UntilAsync("succeeded");
            outcome = "succeeded";
        }
        catch (Exception failure) when (failure is ShouldAssertException or HttpRequestException or OperationCanceledException)
        {
            outcome = isConfirmed ? "confirmed and lost" : outcome;
        }
        lock (_outcomes)
        {
            _outcomes.Add(outcome);
            if (isConfirmed) _confirmed++;
            if (isConfirmed && outcome == "succeeded") _confirmedAndSucceeded++;
        }
    }

    private static async Task<OpenLogin> CreateAsync(HttpClient http)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await http.OpenAsync();
            }
            catch (ShouldAssertException) when (attempt < 4)
            {
                await Task.Delay(2000); // as a bot does after a 503
            }
        }
    }

    private static async Task<string> CodeAsync(OpenLogin login)
    {
        for (var attempt = 1; ; attempt++)
        {
            var qr = (await login.StateAsync("?ensureQr=true")).GetProperty("qr");
            if (qr.ValueKind == System.Text.Json.JsonValueKind.Object) return qr.GetProperty("content").GetString()![^5..];
            attempt.ShouldBeLessThan(10);
            await Task.Delay(1000);
        }
    }

    private double Mean(double from, double to)
    {
        var (first, last) = ((int)(_memory.Count * from), (int)(_memory.Count * to));
        return _memory.Skip(first).Take(last - first).Average(sample => sample.Bytes);
    }
}
