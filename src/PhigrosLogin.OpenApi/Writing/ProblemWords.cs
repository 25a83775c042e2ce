using PhigrosLogin.Server.Http;
using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.OpenApi.Writing;

/// <summary>What each problem means, in both languages; the code itself says the rest.</summary>
internal static class ProblemWords
{
    public static Phrase Of(Problem problem) => (problem.Code, problem.Status) switch
    {
        ("invalid_request", 400) => new("请求无效，detail 会指出是哪个字段。", "the request is invalid; detail names the field."),
        ("invalid_request", 403) => new(
            "请求来自其他网站的页面，而它的来源不在 Cors:Origins 中。",
            "a page of another site sent this request, and Cors:Origins does not list its origin."),
        ("invalid_request", 408) => new("请求体来得太慢。", "the body came too slowly."),
        ("invalid_request", 413) => new("请求体超过 16 KB。", "the body is larger than 16 KB."),
        ("invalid_request", 415) => new("请求体的 Content-Type 不对。", "the body has another Content-Type."),
        ("internal_error", _) => new("网关内部错误，请把 traceId 告诉运维。", "internal gateway error; report the traceId."),
        ("login_secret_required", _) => new("没有带 loginSecret，或者请求头写错了。", "the login secret is missing or malformed."),
        ("client_credential_required", _) => new("需要在 X-Api-Key 中带上客户端密钥。", "a client secret is required in X-Api-Key."),
        ("client_credential_invalid", _) => new("X-Api-Key 中的客户端密钥不正确。", "the client secret in X-Api-Key is not one of this gateway's."),
        ("sessions_disabled", _) => new(
            "网关没有对你开放 Sessions API：需要运维注册客户端（Clients），或设置 Sessions:AllowAnonymous。",
            "the Sessions API is closed to you: the operator registers a client (Clients) or sets Sessions:AllowAnonymous."),
        ("upstream_rejected", _) => new("TapTap 或游戏云拒绝了请求。", "TapTap or the game cloud rejected the request."),
        ("store_unavailable", _) => new("网关的数据库不可用，请按 Retry-After 重试。", "the database is unavailable; retry after Retry-After."),
        ("session_not_found", _) => new("查询过的区服都不存在该 sessionToken。", "the session token is not recognized by any of the regions checked."),
        ("rotate_outcome_unknown", _) => new("无法确定新旧 token 哪个有效，请让玩家重新登录。", "the gateway can't tell which token is valid: have the player sign in again."),
        ("login_not_found", _) => new("登录不存在，或 loginSecret 不正确。", "there is no such login, or the login secret is wrong."),
        ("region_locked", _) => new("不能更改区服：创建时已指定、已经扫码，或更改次数过多。", "the region can't be changed: its creator fixed it, it was scanned, or it was changed too often."),
        ("too_late_to_cancel", _) => new("只有 pending 和 scanned 时可以取消。", "only a login that is pending or scanned can be cancelled."),
        ("already_acknowledged", _) => new("结果已确认领取并删除。", "the result was acknowledged and deleted."),
        ("result_expired", _) => new("结果已过可读时间并被删除。", "the result was readable for a limited time and has been deleted."),
        ("login_final", _) => new("登录已结束，不再有二维码。", "the login has ended and has no QR code."),
        ("rate_limited", _) => new("请求过于频繁，请等待 Retry-After 给出的时间。", "too many requests; wait for Retry-After."),
        ("overloaded", _) => new("网关繁忙，请等待 Retry-After 给出的时间。", "the gateway is overloaded; wait for Retry-After."),
        ("upstream_bad_response", _) => new("TapTap 或游戏云返回了无效内容。", "TapTap or the game cloud returned an invalid response."),
        ("upstream_unavailable", _) => new("无法连接 TapTap 或游戏云。", "TapTap or the game cloud is unavailable."),
        ("upstream_timeout", _) => new("TapTap 或游戏云响应超时。", "TapTap or the game cloud did not respond in time."),
        _ => throw new InvalidOperationException($"The meaning of {problem.Code} with status {problem.Status} is missing."),
    };
}
