using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.OpenApi.Settings;

/// <summary>What each setting is for, in both languages; its name, default and range are asked of the gateway itself.</summary>
internal static class SettingWords
{
    public static Phrase Of(string name) => name.Replace(":cn:", ":<name>:", StringComparison.Ordinal).Replace(":global:", ":<name>:", StringComparison.Ordinal) switch
    {
        "Urls" => new("监听的地址。", "Where the gateway listens."),
        "ManagementUrls" => new("另开的监听地址，提供 `/metrics` 和 `/health/*`，别的都没有；不要对外开放。", "Where else it listens, for `/metrics` and `/health/*` alone; keep it to yourself."),
        "Logging:Console:FormatterName" => new("日志的样子：`simple` 给人看，`json` 每行一个对象，`systemd` 带上级别。", "How the log looks: `simple` for people, `json` one object a line, `systemd` with its levels."),
        "PublicUrl" => new(
            "玩家拿到的链接以它开头。不设置时，链接指向调用方访问用的地址，而且只接受发往 `localhost` 或 IP 地址的请求，其他一律回答 400。",
            "How the links begin that players get. Without it they lead to where the caller asked, and only requests to `localhost` or to an address are served; others get a 400."),
        "TrustedProxies" => new(
            "相信谁给出的 `X-Forwarded-For` 和 `X-Forwarded-Proto`。`loopback` 是本机，`none` 是谁也不信。",
            "Whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed: `loopback` is this machine, `none` is nobody."),
        "Cors:Origins" => new("哪些网站的页面可以读取面向程序的接口。", "The sites whose pages may read the answers for programs."),
        "DefaultRegion" => new("请求没有指明区服时用哪一个。沙盒开启时总是 `sandbox`。", "The region of a request that names none. With the sandbox on it is always `sandbox`."),
        "Regions:<name>:AccountsUrl" => new("TapTap 账号服务的地址。", "TapTap's accounts."),
        "Regions:<name>:ApiUrl" => new("TapTap API 的地址。", "TapTap's API."),
        "Regions:<name>:CloudUrl" => new("游戏云的地址。", "The game cloud."),
        "Regions:<name>:ClientId" => new("游戏在 TapTap 的公开标识。", "The game's public id at TapTap."),
        "Regions:<name>:AppKey" => new("游戏云的公开 key。", "The game cloud's public key."),
        "Regions:<name>:LinkHosts" => new(
            "二维码链接允许的主机。其他主机的链接会被拒绝，错误信息会指出该主机。",
            "The hosts that a QR code's link may have; a link to another host is refused, and the error names the host."),
        "Regions:<name>:FatalErrors" => new(
            "轮询时哪些错误码会终结登录码。其他未知错误码只会降低轮询频率，直到登录码自己过期。",
            "The error words of a poll that end a code. After any other unknown word the code is polled less often, until it " +
            "expires."),
        "Regions:<name>:CreatedStatus" => new(
            "游戏云登录返回 201 时的含义：`body` 根据响应内容判断，`new` 一律视为新玩家，`existing` 一律视为已有玩家。",
            "What a 201 of the game cloud's login means: `body` judges by the response body, `new` is always a new player, " +
            "`existing` always an existing one."),
        "Regions:<name>:Proxy" => new(
            "访问这个区服时使用的代理，可以带 `user:password@`。中国大陆以外的网关访问 `cn` 通常需要代理，" +
            "大陆的网关访问 `global` 可能需要。环境变量里的 `HTTP_PROXY` 等不起作用。",
            "The proxy for this region, with `user:password@` where it needs one. Outside mainland China `cn` usually " +
            "needs one; inside, `global` may. `HTTP_PROXY` and the like are ignored."),
        "Sandbox" => new("练习区服，自带一个假的 TapTap；`human` 表示等真人来点确认。开启后什么都不会存到磁盘。", "The practice region with a TapTap of its own; `human` waits for a person to confirm. With it nothing is kept on disk."),
        "Polling:MinimumInterval" => new("对同一个登录码，问 TapTap 不会比这更勤。", "TapTap is never asked about one code more often than this."),
        "Upstream:Timeout" => new("一次应答在 TapTap 和游戏云上总共可等的时间。", "For all that one answer needs of TapTap and the game cloud."),
        "Upstream:ConnectTimeout" =>
            new("建立一次连接（含 TLS 握手）的时限。", "For one connection to them, the TLS handshake included."),
        "Upstream:MaxConcurrency" => new("同一区服同时进行的上游请求数。超过时轮询排队等候，取新登录码得到 503。", "Calls to one region at the same time. Beyond it polls wait, and new codes get a 503."),
        "Upstream:CallsPerSecond" => new("同一区服任意一秒内发起的上游请求数；0 表示不限。", "Calls to one region begun in any one second; 0 is no limit."),
        "Limits:StartsPerMinute" => new(
            "同一地址（IPv6 按 /64 算）每分钟可以发起的登录数，超过就回答 429；所有地址合计是 `Limits:MaxLogins` 的十分之一。0 表示不限。",
            "Logins that one address (a /64 of IPv6) may begin within a minute, else a 429; all addresses together a tenth of `Limits:MaxLogins`. 0 is no limit."),
        "Limits:MaxLogins" => new(
            "同时进行的登录数。满了以后，没人看过的登录里最旧的让位；没有可让的就回答 503。",
            "Logins under way. When full, the oldest that nobody has looked at makes room, else a new one gets a 503."),
        "Limits:MaxConnections" => new("`Urls` 里每个地址上同时打开的连接数，多出来的会被关闭。", "Connections open at the same time at each address of `Urls`; more are closed."),
        "Drain" => new(
            "收到停止信号后，`/health/ready` 先回答 503，过这么久才关闭监听，让前面的代理有时间换到别的网关。",
            "For how long it still listens after it was told to stop, while `/health/ready` says 503: time for a proxy to turn to another gateway."),
        "Store" => new(
            "登录存在哪里：SQLite 文件、`memory`（不落盘），或 PostgreSQL 连接字符串。默认是 `DataFolder` 里的 `logins.db`；沙盒开启时总是 `memory`。",
            "Where logins are kept: a SQLite file, `memory`, or a PostgreSQL connection string. By default `logins.db` in `DataFolder`; with the sandbox always `memory`."),
        "DataFolder" => new("数据库和密钥文件所在的目录。默认是 `$STATE_DIRECTORY`，没有就用当前用户的数据目录。", "The folder of the store and its key. By default `$STATE_DIRECTORY`, else a folder of the user's."),
        "StoreKey" => new(
            "base64 写的 32 字节，用来封存数据。默认读 `$CREDENTIALS_DIRECTORY/StoreKey`，没有就用数据库旁边的 `store.key`（首次启动时生成）。用 PostgreSQL 时必须设置。",
            "32 bytes in base64 that seal the store. By default `$CREDENTIALS_DIRECTORY/StoreKey`, else `store.key` beside the SQLite file, made at the first start. With PostgreSQL it has to be set."),
        "Cloud:CreateMissingPlayers" => new("为从没玩过的 TapTap 账号新建玩家，而不是回答“没有玩家”。", "Creates a player for a TapTap account that never played, instead of an error."),
        "ApiKeys:<name>" => new(
            "发给 `<name>` 的 API key 的 SHA-256。只要设了一个，发起登录就要带 key，玩家会看到这个名字。",
            "The SHA-256 of an API key that you gave to `<name>`. With any set, a login can only be begun with a key, and its player reads that name."),
        "Sessions:Public" => new("所有人都能检查和更换 session，而不是只有本机的调用者。", "Session care for everybody, instead of callers on this machine alone."),
        _ => throw new InvalidOperationException($"Nobody has said what the setting {name} is for: do it in {nameof(SettingWords)}."),
    };
}
