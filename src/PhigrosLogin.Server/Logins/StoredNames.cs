using System.Text.Json;
using System.Text.Json.Serialization;

namespace PhigrosLogin.Server.Logins;

/// <summary>
/// Stores an enum by name, so that its members may be renamed and reordered. Format 1 stored numbers: a name's number is its
/// place in the list, so a name is neither moved nor removed, and a new one goes to the end.
/// </summary>
internal abstract class StoredNames<T>(params (T Value, string Name)[] names) : JsonConverter<T>
    where T : struct, Enum
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number)
            return reader.TryGetInt32(out var number) && number >= 0 && number < names.Length
                ? names[number].Value
                : throw new JsonException();
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        foreach (var (value, name) in names)
        {
            if (name == text) return value;
        }
        throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(names.Single(known => EqualityComparer<T>.Default.Equals(known.Value, value)).Name);
}

internal sealed class StoredStatus() : StoredNames<LoginStatus>(
    (LoginStatus.Pending, "pending"),
    (LoginStatus.Scanned, "scanned"),
    (LoginStatus.Completing, "completing"),
    (LoginStatus.Succeeded, "succeeded"),
    (LoginStatus.Denied, "denied"),
    (LoginStatus.Expired, "expired"),
    (LoginStatus.Failed, "failed"),
    (LoginStatus.Cancelled, "cancelled"));

internal sealed class StoredReason() : StoredNames<LoginReason>(
    (LoginReason.NoPlayerAccount, "no_player_account"),
    (LoginReason.ExchangeFailed, "exchange_failed"),
    (LoginReason.ResultLost, "result_lost"),
    (LoginReason.UpstreamUnavailable, "upstream_unavailable"),
    (LoginReason.ClockSkew, "clock_skew"),
    (LoginReason.TimedOut, "timed_out"));
