using System.Text.Json.Serialization;

namespace PhigrosLogin.Client.Wire;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CreateLoginWire))]
[JsonSerializable(typeof(EmptyWire))]
[JsonSerializable(typeof(MoveLoginWire))]
[JsonSerializable(typeof(CreatedLoginWire))]
[JsonSerializable(typeof(LoginWire))]
[JsonSerializable(typeof(LoginResultWire))]
[JsonSerializable(typeof(AskedSessionWire))]
[JsonSerializable(typeof(SessionWire))]
[JsonSerializable(typeof(RotatedSessionWire))]
[JsonSerializable(typeof(ProblemWire))]
internal sealed partial class WireJson : JsonSerializerContext;
