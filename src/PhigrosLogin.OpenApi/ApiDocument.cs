using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PhigrosLogin.OpenApi.Routes;
using PhigrosLogin.OpenApi.Writing;

namespace PhigrosLogin.OpenApi;

/// <summary>The OpenAPI document: every route of the gateway, made from the descriptions of its APIs.</summary>
internal static class ApiDocument
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IEnumerable<Operation> Operations =>
        [.. LoginRoutes.Operations, .. LoginQrCodeRoutes.Operations, .. OAuthRoutes.Operations, .. SessionRoutes.Operations, .. PageRoutes.Operations, .. GatewayRoutes.Operations];

    private static IEnumerable<Answer> AllAnswers => Operations.SelectMany(operation => operation.WithHead()).SelectMany(operation => operation.AllAnswers);

    /// <summary>The document as it is committed.</summary>
    public static string Write() => Make().ToJsonString(Readable) + "\n";

    private static JsonObject Make() => new()
    {
        ["openapi"] = "3.1.1",
        ["info"] = new JsonObject
        {
            ["title"] = "PhigrosLogin",
            ["version"] = "1",
            ["contact"] = new JsonObject { ["name"] = "The PhigrosLogin contributors" },
            ["license"] = new JsonObject { ["name"] = "MIT", ["url"] = "https://opensource.org/license/mit" },
        }.Say(Tags.Info),
        ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }.Say(new("当前网关", "This gateway"))),
        ["tags"] = new JsonArray([.. Tags.All.Select(tag => new JsonObject { ["name"] = tag.Name }.Say(tag.Text))]),
        ["paths"] = new JsonObject(Operations.SelectMany(operation => operation.WithHead()).GroupBy(operation => operation.Path).Select(path => KeyValuePair.Create(
            path.Key, (JsonNode?)new JsonObject(path.Select(operation => KeyValuePair.Create(operation.Method.ToLowerInvariant(), (JsonNode?)operation.Write())))))),
        ["components"] = new JsonObject
        {
            ["schemas"] = new JsonObject(Operations.SelectMany(operation => operation.Components).Distinct().OrderBy(component => component.Name, StringComparer.Ordinal)
                .Select(component => KeyValuePair.Create(component.Name, (JsonNode?)component.Schema.DeepClone()))),
            ["responses"] = new JsonObject(AllAnswers.Where(answer => answer.Name is not null).DistinctBy(answer => answer.Name).OrderBy(answer => answer.Name, StringComparer.Ordinal)
                .Select(answer => KeyValuePair.Create(answer.Name!, (JsonNode?)answer.Write()))),
            ["headers"] = new JsonObject(AllAnswers.SelectMany(answer => answer.Headers).DistinctBy(header => header.Key).OrderBy(header => header.Key, StringComparer.Ordinal)
                .Select(header => KeyValuePair.Create(header.Key, (JsonNode?)header.Write()))),
            ["securitySchemes"] = SecuritySchemes.Write(),
        },
    };
}
