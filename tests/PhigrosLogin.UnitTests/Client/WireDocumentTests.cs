using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PhigrosLogin.Client;
using PhigrosLogin.Client.Wire;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Tests.OpenApi;

namespace PhigrosLogin.Tests.Client;

/// <summary>What the client reads and writes is what the committed OpenAPI document says; the two share no code.</summary>
public class WireDocumentTests
{
    // Each type of the wire, with the schemas whose members it has.
    private static readonly (Type Wire, string[] Schemas)[] Bodies =
    [
        (typeof(CreateLoginWire), ["CreateLogin"]),
        (typeof(MoveLoginWire), ["MoveLogin"]),
        (typeof(CreatedLoginWire), ["CreatedLogin"]),
        (typeof(LoginWire), ["Login"]),
        (typeof(ShownQrWire), ["ShownQr"]),
        (typeof(LoginResultWire), ["LoginResult"]),
        (typeof(LoginTokenWire), ["LoginToken"]),
        (typeof(PlayerWire), ["Player"]),
        (typeof(ProfileWire), ["Profile"]),
        (typeof(AskedSessionWire), ["AskedSession"]),
        (typeof(SessionWire), ["KnownSession", "SessionNotFound"]),
        (typeof(SessionPlayerWire), ["SessionPlayer"]),
        (typeof(SaveWire), ["Save", "NoSave"]),
        (typeof(ChallengeWire), ["Challenge"]),
        (typeof(ClearCountsWire), ["ClearCounts"]),
        (typeof(ClearCountWire), ["ClearCount"]),
        (typeof(RotatedSessionWire), ["RotatedSession"]),
        (typeof(ProblemWire), ["Problem"]),
    ];

    private static readonly JsonElement Schemas = ApiBook.Committed().Document.GetProperty("components").GetProperty("schemas");

    public static TheoryData<string> BodyNames => [.. Bodies.Select(body => body.Wire.Name)];

    [Fact]
    public void Every_type_of_the_wire_is_held_against_the_document()
    {
        var wire = typeof(LoginWire).Assembly.GetTypes().Where(type => type.Name.EndsWith("Wire", StringComparison.Ordinal) && type != typeof(EmptyWire));

        Bodies.Select(body => body.Wire).ShouldBe(wire, ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(BodyNames))]
    public void Every_member_stands_in_the_document_with_a_type_that_fits(string name)
    {
        var (wire, schemas) = Bodies.Single(body => body.Wire.Name == name);

        var wrong = WireJson.Default.GetTypeInfo(wire)!.Properties.Where(member => !schemas.Any(schema =>
            Schemas.GetProperty(schema).GetProperty("properties").TryGetProperty(member.Name, out var facts) && Fits(member, facts)));

        wrong.Select(member => member.Name).ShouldBeEmpty();
    }

    [Fact]
    public void Every_word_of_the_document_is_known()
    {
        var login = Schemas.GetProperty("Login").GetProperty("properties");

        Words.Statuses.Keys.ShouldBe(Enum(login, "status"));
        Words.Reasons.Keys.ShouldBe(Enum(login, "reason"));
        Words.Health.Keys.ShouldBe(Enum(login, "upstreamStatus"));
        Words.Statuses.Values.Append(LoginStatus.Unknown).ShouldBe(System.Enum.GetValues<LoginStatus>(), ignoreOrder: true);
        Words.Reasons.Values.Append(LoginReason.Unknown).ShouldBe(System.Enum.GetValues<LoginReason>(), ignoreOrder: true);
        Words.Health.Values.Append(UpstreamHealth.Unknown).ShouldBe(System.Enum.GetValues<UpstreamHealth>(), ignoreOrder: true);
    }

    [Fact]
    public async Task Every_operation_stands_in_the_document_with_its_parameters_and_its_codes()
    {
        var token = new Credential("exampleexampleexampleexam");
        await using var gateway = FaultyServer.Start(FaultyGateway.Problem(400, "invalid_request"));
        using var client = ClientWorld.NewClient(gateway.Url);
        var login = new CreatedLogin { Id = "aaaaaaaaaaaaaaaaaaaaaa", LoginSecret = token, LoginUrl = gateway.Url, QrUrl = gateway.Url, ExpiresAt = TimeProvider.System.GetUtcNow() };

        foreach (var call in new Func<Task>[]
        {
            () => client.CreateAsync(), () => client.WaitAsync(login), () => client.GetResultAsync(login), () => client.AcknowledgeAsync(login),
            () => client.GetStatusAsync(login.Id, needsQr: true), () => client.CancelAsync(login.Id), () => client.MoveAsync(login.Id, "cn"),
            () => client.InspectAsync(token), () => client.RotateAsync(token),
        }) await call().ShouldFailAsync();

        var book = ApiBook.Committed();
        var asked = gateway.Calls.Select(call => (Call: call, book.Find(call.Method, call.Target).Operation)).ToArray();
        asked.ShouldAllBe(pair => pair.Operation != null);
        asked.Select(pair => pair.Operation!.Id).Distinct().ShouldBe(
            ["createLogin", "getLoginResult", "acknowledgeLogin", "getLogin", "cancelLogin", "moveLogin", "inspectSession", "rotateSession"]);
        foreach (var (call, operation) in asked)
        {
            var known = operation!.Parameters.Where(parameter => parameter.TryGetProperty("name", out _)).Select(parameter => parameter.GetProperty("name").GetString()!);
            Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(gateway.Url, call.Target).Query).Keys.ShouldBeSubsetOf(known, operation.Id);
        }
    }

    [Fact]
    public void Every_code_that_the_document_names_is_a_constant()
    {
        var constants = typeof(GatewayErrorCodes).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToArray();
        var named = System.Text.RegularExpressions.Regex.Matches(
            string.Join('\n', ApiBook.Committed().Operations.Where(each => each.Path.StartsWith("/api/v1/", StringComparison.Ordinal)).Select(each => each.Facts.ToString()))
            + ApiBook.Committed().Document.GetProperty("components").GetProperty("responses"), "\"code\":\\s*\"([a-z_]+)\"").Select(match => match.Groups[1].Value).Distinct();

        named.Except(constants).ShouldBeEmpty();
        constants.Except([GatewayErrorCodes.Unreachable, GatewayErrorCodes.UnexpectedAnswer, GatewayErrorCodes.WaitedTooLong]).Except(named).ShouldBeEmpty();
    }

    private static IEnumerable<string> Enum(JsonElement members, string name) =>
        members.GetProperty(name).GetProperty("enum").EnumerateArray().Where(word => word.ValueKind == JsonValueKind.String).Select(word => word.GetString()!);

    private static bool Fits(JsonPropertyInfo member, JsonElement facts)
    {
        var type = Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType;
        if (Bodies.FirstOrDefault(body => body.Wire == type).Schemas is { } schemas)
            return Named(facts).Any() && Named(facts).All(name => name == "null" || schemas.Contains(name));

        var words = facts.GetProperty("type") is { ValueKind: JsonValueKind.Array } several ? several.EnumerateArray().Select(each => each.GetString()!) : [facts.GetProperty("type").GetString()!];
        var isTime = facts.TryGetProperty("format", out var format) && format.GetString() == "date-time";
        return words.Where(word => word != "null").Single() == Word(type) && isTime == (type == typeof(DateTimeOffset));
    }

    private static IEnumerable<string> Named(JsonElement facts) =>
        facts.TryGetProperty("$ref", out var reference) ? [reference.GetString()!.Split('/')[^1]]
        : facts.TryGetProperty("oneOf", out var ways) ? ways.EnumerateArray().Select(way => way.TryGetProperty("$ref", out var one) ? one.GetString()!.Split('/')[^1] : "null")
        : [];

    private static string Word(Type type) =>
        type == typeof(bool) ? "boolean"
        : type == typeof(int) || type == typeof(long) ? "integer"
        : type == typeof(float) ? "number"
        : "string";
}
