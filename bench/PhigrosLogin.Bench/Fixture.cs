using System.Text.Json;

namespace PhigrosLogin.Bench;

/// <summary>An answer of an upstream as tests/fixtures/wire has it.</summary>
internal sealed record Fixture(int Status, byte[] Body)
{
    public static Fixture Read(string name)
    {
        using var file = typeof(Fixture).Assembly.GetManifestResourceStream(name)!;
        using var fixture = JsonDocument.Parse(file);
        return new Fixture(fixture.RootElement.GetProperty("status").GetInt32(), JsonSerializer.SerializeToUtf8Bytes(fixture.RootElement.GetProperty("body")));
    }
}
