using PhigrosLogin.Server.Http;
using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.OpenApi.Writing;

/// <summary>What each problem means, in both languages; the code itself says the rest.</summary>
internal static class ProblemWords
{
    public static Phrase Of(Problem problem) => (problem.Code, problem.Status) switch
    {
        ("invalid_request", 400) => new("请求里有用不了的内容，detail 会指出是哪一项。", "something in the request cannot be used; detail names it."),
        ("invalid_request", 408) => new("请求体来得太慢。", "the body came too slowly."),
        ("invalid_request", 413) => new("请求体超过 16 KB。", "the body is larger than 16 KB."),
        ("invalid_request", 415) => new("请求体的 Content-Type 不对。", "the body has another Content-Type."),
        ("internal_error", _) => new("网关自己出了问题，请带上 traceId 报告。", "the gateway has trouble of its own; report the traceId."),
        ("credentials_required", _) => new("没有带 claimSecret，或者请求头写错了。", "the claim secret is missing or malformed."),
        ("api_key_required", _) => new("需要 X-Api-Key；没有配置密钥时，这里只对本机开放。", "a key is needed in X-Api-Key, or this is open to the gateway's own machine only."),
        ("unknown_session", _) => new("问过的区服都不认识这个 session token。", "every region that was asked says that it knows no such session token."),
        ("rotate_outcome_unknown", _) => new("不知道换了没有：请重新登录。", "nobody knows whether the token was replaced: sign in again."),
        ("login_not_found", _) => new("没有这个登录，或者 claimSecret 不对。", "there is no such login, or the claim secret is another one's."),
        ("region_locked", _) => new("区服不能换：发起人定好了、已经扫码，或换得太多。", "the region stays: its caller fixed it, it was scanned, or it was changed too often."),
        ("too_late_to_cancel", _) => new("只有 pending 和 scanned 时可以取消。", "only a login that is pending or scanned can be cancelled."),
        ("already_acknowledged", _) => new("结果已经确认并删除。", "the result was acknowledged and erased."),
        ("result_expired", _) => new("结果已经过了可读的时间。", "the result could be read for a while and has been erased since."),
        ("login_final", _) => new("登录已经结束，没有二维码了。", "the login is over and has no code."),
        ("rate_limited", _) => new("太频繁了，请按 Retry-After 稍等。", "too often; wait as Retry-After says."),
        ("overloaded", _) => new("网关太忙，请按 Retry-After 稍等。", "the gateway is too busy; wait as Retry-After says."),
        ("upstream_bad_response", _) => new("TapTap 或游戏云拒绝了，或者回了看不懂的内容。", "TapTap or the game cloud refused or sent nonsense."),
        ("upstream_unavailable", _) => new("TapTap 或游戏云没有响应。", "TapTap or the game cloud is not answering."),
        ("upstream_timeout", _) => new("TapTap 或游戏云响应超时。", "TapTap or the game cloud did not answer in time."),
        _ => throw new InvalidOperationException($"Nobody has said what {problem.Code} with status {problem.Status} means."),
    };
}
