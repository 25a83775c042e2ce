using System.Buffers;
using System.Text.Json;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Server.Logins;

/// <summary>TapTap's token as bytes for the store, which seals them.</summary>
internal static class StoredGrant
{
    public static byte[] Write(TapTapToken token)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("kid", token.Kid.Reveal());
        writer.WriteString("token", token.AccessToken.Reveal());
        writer.WriteString("tokenType", token.TokenType);
        writer.WriteString("macKey", token.MacKey.Reveal());
        writer.WriteString("macAlgorithm", token.MacAlgorithm);
        writer.WriteString("scope", token.Scope);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static TapTapToken Read(byte[] kept)
    {
        using var document = JsonDocument.Parse(kept);
        var grant = document.RootElement;
        return TapTapToken.TryCreate(
            grant.Text("kid"), grant.Text("token"), grant.Text("tokenType"), grant.Text("macKey"), grant.Text("macAlgorithm"), grant.Text("scope"),
            out var token, out var problem)
            ? token
            : throw new InvalidDataException($"The store holds a grant without a usable {problem}.");
    }
}
