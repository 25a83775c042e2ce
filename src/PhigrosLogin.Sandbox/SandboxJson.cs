using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace PhigrosLogin.Sandbox;

/// <summary>The control routes' JSON; the upstreams' own is written member by member.</summary>
[JsonSerializable(typeof(SandboxVariants))]
[JsonSerializable(typeof(SandboxCode))]
[JsonSerializable(typeof(IReadOnlyList<SandboxCode>))]
[JsonSerializable(typeof(SandboxCallList))]
[JsonSerializable(typeof(SandboxScriptRequest))]
[JsonSerializable(typeof(SandboxProblem))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class SandboxJson : JsonSerializerContext
{
    // Upstream texts are Chinese; TapTap's captured bodies show them unescaped.
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(JsonNode node)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Relaxed)) node.WriteTo(writer);
        return buffer.ToArray();
    }
}

/// <summary>What was called, newest last, and how often in all.</summary>
internal sealed record SandboxCallList(IReadOnlyDictionary<string, long> Counts, IReadOnlyList<SandboxCall> Calls);

/// <summary>The body of <c>PUT /sandbox/codes/{user_code}/script</c>; <c>after</c> in seconds.</summary>
internal sealed record SandboxScriptRequest(SandboxScript? Script, double? After);

/// <summary>Why a control request was not understood.</summary>
internal sealed record SandboxProblem(string Error);
