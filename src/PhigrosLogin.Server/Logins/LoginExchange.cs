using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using PhigrosLogin.Cloud;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Server.Logins;

/// <summary>
/// Does the library's exchange of TapTap's grant through a region's gate, and puts what comes of it into the words of a login.
/// Safe to repeat after a restart: the cloud gives the same token every time.
/// </summary>
internal sealed partial class LoginExchange(GatewayOptions options, TimeProvider time, ILogger<LoginExchange> logger)
{
    /// <exception cref="OperationCanceledException">It was called off; nothing is lost.</exception>
    public async Task<Outcome> RunAsync(Upstream upstream, TapTapToken grant, CancellationToken callOff)
    {
        var exchange = new GrantExchange(
            limit => upstream.GetProfileAsync(grant, UpstreamCallClass.Login, limit),
            (profile, limit) => upstream.SignInAsync(
                grant, profile, options.CreateMissingPlayers, isOwnGrant: true, UpstreamCallClass.Login, limit),
            time);
        try
        {
            var (login, profile) = await exchange.RunAsync((attempt, trouble) => Log.WentWrong(logger, upstream.Region.Name, attempt, trouble.Message), callOff);
            return login is CloudLogin.Player player
                ? new Outcome.Succeeded(Write(upstream.Region.Name, player, profile))
                : new Outcome.Failed(LoginReason.NoPlayerAccount);
        }
        catch (UpstreamException trouble)
        {
            return new Outcome.Failed(trouble.Trouble == UpstreamTrouble.ClockSkew ? LoginReason.ClockSkew : LoginReason.ExchangeFailed);
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
    }
}
