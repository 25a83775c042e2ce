using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Server.Http;

/// <summary>A body that a caller sent cannot be used; the sentence names the member and says what to send.</summary>
internal sealed class BadBodyException(int status, string sentence) : Exception(sentence)
{
    public int Status => status;
}

/// <summary>The one careful reading of what callers of the LoginQrCode API send.</summary>
internal static class LoginQrCodeBody
{
    /// <exception cref="BadBodyException">The body is no JSON object.</exception>
    /// <exception cref="BadHttpRequestException">The body is too large, too slow or cut off.</exception>
    public static async Task<JsonElement> ReadAsync(HttpRequest request)
    {
        if (!request.HasJsonContentType())
        {
            throw new BadBodyException(StatusCodes.Status415UnsupportedMediaType, "Send the body as JSON, with the header Content-Type: application/json.");
        }
        while (true)
        {
            var read = await ReadMoreAsync(request);
            if (!read.IsCompleted)
            {
                request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }
            var body = read.Buffer.IsSingleSegment ? read.Buffer.First : read.Buffer.ToArray();
            var isJson = HostileJson.TryParse(body, out var root, out var problem);
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (!isJson) throw Bad($"The body cannot be read: {problem}. {Wanted(request)}");
            if (root.ValueKind != JsonValueKind.Object) throw Bad($"The body must be a JSON object. {Wanted(request)}");
            return root;
        }
    }

    private static async ValueTask<ReadResult> ReadMoreAsync(HttpRequest request)
    {
        try
        {
            return await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
        }
        catch (IOException broken) when (broken is not (BadHttpRequestException or ConnectionResetException))
        {
            // Kestrel has an exception of its own for most of what can be wrong with a body, but not for a huge chunk size.
            throw new BadHttpRequestException("The body is broken.", StatusCodes.Status400BadRequest, broken);
        }
    }

    /// <summary>What <c>CheckQRCode</c> needs of the answer of <c>GetNewQrCode</c>: the code; the rest is checked by type.</summary>
    /// <exception cref="BadBodyException">A member is missing or cannot be used; it is named.</exception>
    public static (Secret Code, string? DeviceId, string? Url) ReadCode(JsonElement body)
    {
        var code = OptionalText(body, "deviceCode", "device_code");
        if (code is null) throw Bad("deviceCode is missing: send the answer of GetNewQrCode as it came.");
        if (!HostileJson.IsUrlSafe(code, maximumLength: 128)) throw Bad("deviceCode must be 1 to 128 URL-safe characters, as GetNewQrCode gave it.");
        var deviceId = OptionalText(body, "deviceID");
        var url = OptionalText(body, "url", "qrcode_url");
        OptionalNumber(body, "expiresInSeconds", "expires_in");
        OptionalNumber(body, "interval");
        return (new Secret(code), HostileJson.IsUrlSafe(deviceId, maximumLength: 64) ? deviceId : null, url);
    }

    /// <summary>What the last two calls need of the answer of <c>CheckQRCode</c>.</summary>
    /// <exception cref="BadBodyException">A member is missing or cannot be used; it is named.</exception>
    public static (TapTapToken Token, string? Region) ReadToken(JsonElement body)
    {
        if (body.Member("data") is null) throw Bad("data is missing: send the answer of a finished CheckQRCode as it came.");
        if (body.Object("data") is not { } data) throw Bad("data must be an object: send the answer of a finished CheckQRCode as it came.");

        var kid = OptionalText(data, "kid");
        var macKey = OptionalText(data, "macKey", "mac_key");
        var token = OptionalText(data, "token", "access_token");
        var tokenType = OptionalText(data, "tokenType", "token_type");
        var macAlgorithm = OptionalText(data, "macAlgorithm", "mac_algorithm");
        var scope = OptionalText(data, "scope");
        if (kid is null) throw Bad("kid is missing in data.");
        if (macKey is null) throw Bad("macKey is missing in data.");
        return TapTapToken.TryCreate(kid, token, tokenType, macKey, macAlgorithm, scope, out var result, out var problem)
            ? (result, OptionalText(body, "region"))
            : throw Bad(Unusable(problem));
    }

    private static string Wanted(HttpRequest request) => ErrorBoundary.IsLoginQrCode(request.Path)
        ? "Send the response of the previous step as it came."
        : "Send a JSON object, {} if you set nothing.";

    public static BadBodyException Bad(string sentence) => new(StatusCodes.Status400BadRequest, sentence);

    private static string Unusable(string member) => member switch
    {
        "mac_key" => "macKey must be printable ASCII without quotes, at most 2048 characters.",
        "access_token" => "token must be printable ASCII without quotes, at most 2048 characters.",
        "token_type" => "tokenType must be printable ASCII without quotes, at most 64 characters.",
        "mac_algorithm" => "macAlgorithm must be hmac-sha-1 or hmac-sha-256.",
        _ => $"{member} must be printable ASCII without quotes, at most 2048 characters.",
    };

    /// <summary>The member under its documented name, else under TapTap's; absent and empty read as null.</summary>
    private static string? OptionalText(JsonElement element, string name, string? tapTapName = null)
    {
        if (element.Member(name) is null && tapTapName is not null) name = tapTapName;
        if (element.Member(name) is not { } member) return null;
        var text = member.AsText() ?? throw Bad($"{name} must be a text.");
        return text.Length == 0 ? null : text;
    }

    private static void OptionalNumber(JsonElement element, string name, string? tapTapName = null)
    {
        if (element.Member(name) is null && tapTapName is not null) name = tapTapName;
        if (element.Member(name) is { ValueKind: not JsonValueKind.Number }) throw Bad($"{name} must be a number.");
    }
}
