using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using PhigrosLogin.Cloud;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Server.Logins;

/// <summary>
/// Turns TapTap's grant into the game's session token: the profile, then the game cloud, up to three tries within 20 s.
/// Safe to repeat after a restart: the cloud gives the same token every time.
/// </summary>
internal sealed partial class LoginExchange(GatewayOptions options, TimeProvider time, ILogger<LoginExchange> logger)
{
    private const int Tries = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <exception cref="OperationCanceledException">It was called off; nothing is lost.</exception>
    public async Task<Outcome> RunAsync(Upstream upstream, TapTapToken grant, CancellationToken callOff)
    {
        using var patience = new CancellationTokenSource(Limit, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, callOff);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var profile = await upstream.GetProfileAsync(grant, limit.Token);
                return await upstream.SignInAsync(grant, profile, options.CreateMissingPlayers, limit.Token) switch
                {
                    CloudLogin.Player player => new Outcome.Succeeded(Write(upstream.Region.Name, player, profile)),
                    _ => new Outcome.Failed(LoginReason.NoPlayerAccount),
                };
            }
            catch (UpstreamException trouble)
            {
                Log.WentWrong(logger, upstream.Region.Name, attempt, trouble.Message);
                if (trouble.Trouble == UpstreamTrouble.ClockSkew) return new Outcome.Failed(LoginReason.ClockSkew);
                if (trouble.Trouble == UpstreamTrouble.Refused || attempt == Tries) return new Outcome.Failed(LoginReason.ExchangeFailed);
            }
            catch (OperationCanceledException) when (!callOff.IsCancellationRequested)
            {
                Log.TookTooLong(logger, upstream.Region.Name);
                return new Outcome.Failed(LoginReason.ExchangeFailed);
            }
            // Half a second, then a whole one, each with as much again of chance, so that many do not come back as one.
            var pause = TimeSpan.FromMilliseconds((500 * attempt) + RandomNumberGenerator.GetInt32(500 * attempt));
            try
            {
                await Task.Delay(pause, time, limit.Token);
            }
            catch (OperationCanceledException) when (!callOff.IsCancellationRequested)
            {
                return new Outcome.Failed(LoginReason.ExchangeFailed);
            }
        }
    }

    private static byte[] Write(string region, CloudLogin.Player player, TapTapProfile profile)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartObject();
        writer.WriteString("sessionToken", player.SessionToken.Reveal());
        writer.WriteString("region", region);
        writer.WriteStartObject("player");
        writer.WriteString("objectId", player.ObjectId);
        writer.WriteString("nickname", player.Nickname);
        writer.WriteString("shortId", player.ShortId);
        writer.WriteEndObject();
        writer.WriteStartObject("profile");
        writer.WriteString("openId", profile.OpenId);
        writer.WriteString("unionId", profile.UnionId);
        writer.WriteString("name", profile.Name);
        writer.WriteString("avatar", profile.Avatar);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>How an exchange ended.</summary>
    internal abstract class Outcome
    {
        private Outcome()
        {
        }

        /// <summary>The session token is there, in the result as JSON.</summary>
        public sealed class Succeeded(byte[] result) : Outcome
        {
            public byte[] Result => result;
        }

        /// <summary>It is not to be had.</summary>
        public sealed class Failed(LoginReason reason) : Outcome
        {
            public LoginReason Reason => reason;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "An exchange in region {Region} went wrong at try {Attempt}: {Trouble}")]
        public static partial void WentWrong(ILogger logger, string region, int attempt, string trouble);

        [LoggerMessage(2, LogLevel.Warning, "An exchange in region {Region} was not done in time")]
        public static partial void TookTooLong(ILogger logger, string region);
    }
}
