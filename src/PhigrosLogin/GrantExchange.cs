using System.Security.Cryptography;
using PhigrosLogin.Cloud;
using PhigrosLogin.TapTap;

namespace PhigrosLogin;

/// <summary>
/// Turns TapTap's grant into the game's session: the profile, then the game cloud, up to three tries within 45 s.
/// Library and gateway both do it here. Safe to repeat: the cloud gives the same session token every time.
/// </summary>
/// <param name="readProfile">Reads the profile that belongs to the grant.</param>
/// <param name="signIn">Signs in to the game cloud with it.</param>
/// <param name="time">The clock.</param>
internal sealed class GrantExchange(
    Func<CancellationToken, Task<TapTapProfile>> readProfile, Func<TapTapProfile, CancellationToken, Task<CloudLogin>> signIn, TimeProvider time)
{
    private const int Tries = 3;

    /// <summary>The time for all tries together: three that each fail after the 15 s of one call.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(45);

    /// <param name="onTrouble">Hears of every try that went wrong, the last one included.</param>
    /// <param name="callOff">Ends it; nothing is lost.</param>
    /// <exception cref="UpstreamException">It is not to be had.</exception>
    /// <exception cref="OperationCanceledException">It was called off.</exception>
    public async Task<(CloudLogin Login, TapTapProfile Profile)> RunAsync(Action<int, UpstreamException> onTrouble, CancellationToken callOff)
    {
        using var patience = new CancellationTokenSource(Limit, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, callOff);
        var attempt = 1;
        try
        {
            for (; ; attempt++)
            {
                try
                {
                    var profile = await readProfile(limit.Token);
                    return (await signIn(profile, limit.Token), profile);
                }
                catch (UpstreamException trouble)
                {
                    onTrouble(attempt, trouble);
                    // A wrong clock and a refusal stay what they are.
                    if (trouble.Trouble is UpstreamTrouble.ClockSkew or UpstreamTrouble.Refused || attempt == Tries) throw;
                }
                // Half a second, then a whole one, each with as much again of chance, so that many do not come back as one.
                await Task.Delay(TimeSpan.FromMilliseconds((500 * attempt) + RandomNumberGenerator.GetInt32(500 * attempt)), time, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!callOff.IsCancellationRequested)
        {
            var tooLong = new UpstreamException(UpstreamTrouble.TimedOut,
                "Signing in to the game took more than 45 s.");
            onTrouble(attempt, tooLong);
            throw tooLong;
        }
    }
}
