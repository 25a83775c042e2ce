using System.Buffers;
using System.Collections.ObjectModel;
using System.Text.Json;

namespace PhigrosLogin.Cli.LiveCheck;

/// <summary>
/// One answer of an upstream as it is written down in tests/fixtures/wire; its README says what each member means. The files
/// are resources of this assembly.
/// </summary>
public sealed class WireFixture
{
    private const string Folder = "wire/";

    private static readonly Lazy<ReadOnlyCollection<WireFixture>> Files = new(() => typeof(WireFixture).Assembly
        .GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(ReadResource)
        .ToList()
        .AsReadOnly());

    private readonly JsonElement _root;

    private WireFixture(string name, JsonElement root) => (Name, _root) = (name, root);

    /// <summary>Every fixture, by name.</summary>
    public static IReadOnlyList<WireFixture> All => Files.Value;

    /// <summary>The file's name without its ending: <c>token.pending</c>.</summary>
    public string Name { get; }

    /// <summary>Which request it answers: <c>device-code</c>, <c>token</c>, <c>profile</c> and so on.</summary>
    public string Endpoint => Name[..Name.IndexOf('.', StringComparison.Ordinal)];

    public string Section => Text("section")!;

    public string Evidence => Text("evidence")!;

    public string Source => Text("source")!;

    /// <summary>The state of the sandbox that gives this answer, or null.</summary>
    public string? Situation => Text("situation");

    /// <summary><c>cn</c> or <c>global</c>.</summary>
    public string Region => Text("region") ?? "cn";

    /// <summary>The polling interval that the sandbox has to announce.</summary>
    public int Interval => _root.TryGetProperty("options", out var options) ? options.GetProperty("interval").GetInt32() : 1;

    /// <summary>The sandbox's switches as the JSON that its control routes take; <c>{}</c> when none is needed.</summary>
    public string Variant => _root.TryGetProperty("variant", out var variant) ? variant.GetRawText() : "{}";

    public int Status => _root.GetProperty("status").GetInt32();

    public bool IsStatusKnown => _root.GetProperty("statusKnown").GetBoolean();

    public JsonElement Body => _root.GetProperty("body");

    /// <summary>The body as it may stand on the wire: compact UTF-8.</summary>
    public ReadOnlyMemory<byte> BodyBytes
    {
        get
        {
            var bytes = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(bytes)) Body.WriteTo(writer);
            return bytes.WrittenMemory;
        }
    }

    /// <summary>The response's <c>Date</c> header, by which times in the body are judged; or null.</summary>
    public string? Date => Text("date");

    /// <summary>In a list of saves, the place of the player's newest one.</summary>
    public int Newest => _root.TryGetProperty("newest", out var newest) ? newest.GetInt32() : 0;

    /// <summary>What a client has to read in it.</summary>
    public string Means => Text("means")!;

    /// <summary>Members that differ from answer to answer, with the pattern that their text has.</summary>
    public IReadOnlyDictionary<string, string> Varies => _root.GetProperty("varies").EnumerateObject().ToDictionary(
        member => member.Name, member => member.Value.GetString()!, StringComparer.Ordinal);

    /// <summary>Members that may be absent.</summary>
    public IReadOnlyList<string> Optional => [.. _root.GetProperty("optional").EnumerateArray().Select(path => path.GetString()!)];

    /// <summary>The fixture of this name.</summary>
    public static WireFixture Load(string name) =>
        All.FirstOrDefault(fixture => fixture.Name == name) ?? throw new ArgumentException($"There is no fixture {name}.", nameof(name));

    /// <summary>Reads a fixture from anywhere.</summary>
    public static WireFixture Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return new WireFixture(Path.GetFileNameWithoutExtension(path), document.RootElement.Clone());
    }

    private static WireFixture ReadResource(string name)
    {
        using var file = typeof(WireFixture).Assembly.GetManifestResourceStream(name)!;
        using var document = JsonDocument.Parse(file);
        return new WireFixture(Path.GetFileNameWithoutExtension(name), document.RootElement.Clone());
    }

    /// <summary>What is different in an answer, one sentence each; nothing when it is as written down.</summary>
    public IReadOnlyList<string> Differences(int status, ReadOnlyMemory<byte> body)
    {
        var differences = new List<string>();
        if (IsStatusKnown && status != Status) differences.Add($"The status is {status} and not {Status}.");
        try
        {
            using var answer = JsonDocument.Parse(body);
            differences.AddRange(new WireComparison(Varies, Optional).Differences(Body, answer.RootElement));
        }
        catch (JsonException)
        {
            differences.Add("The body is not JSON.");
        }
        return differences;
    }

    public override string ToString() => Name;

    private string? Text(string name) => _root.TryGetProperty(name, out var member) ? member.GetString() : null;
}
