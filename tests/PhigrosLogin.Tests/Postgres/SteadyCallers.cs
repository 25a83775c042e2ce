using System.Diagnostics;
using System.Globalization;
using System.Text;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Postgres;

/// <summary>
/// Callers who come at a fixed rate, whatever becomes of those before them, each on a connection of their own. Half of
/// what they send is POST, which a proxy must not send twice.
/// </summary>
internal sealed class SteadyCallers
{
    private readonly List<Task<string>> _calls = [];
    private readonly HttpClient _http;
    private readonly OpenLogin _login;
    private readonly string _code;
    private volatile bool _isEnough;

    private SteadyCallers(HttpClient http, OpenLogin login, string code) => (_http, _login, _code) = (http, login, code);

    /// <summary>They come for as long as the work takes, and all of them are answered before this ends.</summary>
    /// <returns>How often each call ended in which way.</returns>
    public static async Task<IReadOnlyDictionary<string, int>> DuringAsync(Func<Task> work, Uri gateway, int perSecond)
    {
        using var http = new HttpClient { BaseAddress = gateway };
        http.DefaultRequestHeaders.ConnectionClose = true;
        var callers = new SteadyCallers(http, await http.OpenAsync(), await http.GetStringAsync("/api/LoginQrCode/GetNewQrCode"));
        var calling = callers.CallAsync(perSecond);
        try
        {
            await work();
        }
        finally
        {
            callers._isEnough = true;
            await calling;
        }
        return (await Task.WhenAll(callers._calls)).CountBy(outcome => outcome).ToDictionary();
    }

    private async Task CallAsync(int perSecond)
    {
        var begun = Stopwatch.GetTimestamp();
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!_isEnough && await ticks.WaitForNextTickAsync())
        {
            while (_calls.Count < Stopwatch.GetElapsedTime(begun).TotalSeconds * perSecond) _calls.Add(CallAsync(_calls.Count, TestContext.Current.CancellationToken));
        }
    }

    private Task<string> CallAsync(int number, CancellationToken patience) => (number % 4) switch
    {
        0 => TellAsync("start", _http.PostAsync("/api/v1/logins", new StringContent("{}", Encoding.UTF8, "application/json"), patience)),
        1 => TellAsync("look", _http.GetAsync(_login.Path, patience)),
        2 => TellAsync("CheckQRCode", _http.PostAsync("/api/LoginQrCode/CheckQRCode", new StringContent(_code, Encoding.UTF8, "application/json"), patience)),
        _ => TellAsync("regions", _http.GetAsync("/api/v1/regions", patience)),
    };

    private static async Task<string> TellAsync(string name, Task<HttpResponseMessage> call)
    {
        try
        {
            using var answer = await call;
            return string.Create(CultureInfo.InvariantCulture, $"{name} {(int)answer.StatusCode}");
        }
        catch (HttpRequestException broken)
        {
            return $"{name} {broken.Message}";
        }
    }
}
