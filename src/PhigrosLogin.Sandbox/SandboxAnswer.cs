using System.Text.Json.Nodes;

namespace PhigrosLogin.Sandbox;

/// <summary>An answer on its way out: what goes on the wire, and what it means to somebody who watches.</summary>
internal sealed record SandboxAnswer(int Status, JsonObject Body, string Outcome)
{
    public string? UserCode { get; init; }

    /// <summary>Where a new object is (the cloud's 201).</summary>
    public string? Location { get; init; }
}
