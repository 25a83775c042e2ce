using System.Text.Json.Nodes;

namespace PhigrosLogin.OpenApi.Writing;

/// <summary>The security schemes of the API.</summary>
internal static class SecuritySchemes
{
    public const string ClientSecret = "clientSecret";
    public const string LoginSecret = "loginSecret";

    public const string Client = "client";

    /// <summary>A client secret is required once the operator has registered a client.</summary>
    public static readonly string[] ClientSecretIfRequired = ["", ClientSecret];

    public static readonly string[] ClientIfAny = ["", Client];

    public static JsonObject Write() => new()
    {
        [ClientSecret] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "X-Api-Key" }.Say(new(
            "运维签发的客户端密钥。只有注册了客户端（Clients）的网关才需要。", "The client secret issued by the operator; required only on gateways with registered Clients.")),
        [Client] = new JsonObject { ["type"] = "http", ["scheme"] = "basic" }.Say(new(
            "只有注册了客户端（Clients）的网关才需要：client_id 和 client_secret；也可以放在表单中。", "Required only on gateways with registered Clients: client_id and client_secret. They can be sent in the form instead.")),
        [LoginSecret] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" }.Say(new(
            "创建登录时返回的 loginSecret。不要放进 URL、图片或日志。", "The loginSecret returned when the login was created. Never put it into a URL, an image or a log.")),
    };
}
