using System.Text.Json.Nodes;

namespace PhigrosLogin.OpenApi.Writing;

/// <summary>The ways in.</summary>
internal static class SecuritySchemes
{
    public const string ApiKey = "apiKey";
    public const string ClaimSecret = "claimSecret";

    public const string Client = "client";

    /// <summary>Where an operator gives out keys, one is needed; else none is.</summary>
    public static readonly string[] KeyIfAny = ["", ApiKey];

    public static readonly string[] ClientIfAny = ["", Client];

    public static JsonObject Write() => new()
    {
        [ApiKey] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "X-Api-Key" }.Say(new(
            "运营者发的密钥。只有配置了 ApiKeys 的网关才需要。", "A key that the operator gave out; needed only where ApiKeys are set.")),
        [Client] = new JsonObject { ["type"] = "http", ["scheme"] = "basic" }.Say(new(
            "只有配置了 ApiKeys 的网关才需要：client_id 是密钥的名字，client_secret 是密钥；也可以放在表单里。", "Needed only where ApiKeys are set: client_id is the name of a key and client_secret the key. They may stand in the form instead.")),
        [ClaimSecret] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" }.Say(new(
            "打开登录时得到的 claimSecret。不要放进网址、图片和日志。", "The claimSecret of a login, from the answer that opened it. Never put it into a URL, a picture or a log.")),
    };
}
