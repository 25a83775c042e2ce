using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.OpenApi.Settings;

/// <summary>What each setting is for, in both languages; its name, default and range are asked of the gateway itself.</summary>
internal static class SettingWords
{
    public static Phrase Of(string name) => name.Replace(":cn:", ":<name>:", StringComparison.Ordinal).Replace(":global:", ":<name>:", StringComparison.Ordinal) switch
    {
        "Urls" => new("监听地址。", "Listen addresses."),
        "ManagementUrls" => new("另外的监听地址，只提供 `/metrics` 和 `/health/*`。不要对外开放。", "Additional listen addresses that serve only `/metrics` and `/health/*`. Don't expose them publicly."),
        "Logging:Console:FormatterName" => new("日志格式：`simple` 便于阅读，`json` 每行一个对象，`systemd` 带日志级别前缀。", "Log format: `simple` for people, `json` for one object per line, `systemd` with level prefixes."),
        "PublicUrl" => new(
            "网关的公开地址，用于登录链接。未设置时，链接使用请求的主机名；如果 Host 既不是 `localhost` 也不是 IP 地址，则返回 400。",
            "Public origin of the gateway, used in login links. If unset, links use the host of the request, and requests whose Host is neither `localhost` nor an IP address get a 400."),
        "TrustedProxies" => new(
            "受信任的代理，采用其设置的 `X-Forwarded-For` 和 `X-Forwarded-Proto`。`loopback` 表示本机，`none` 表示不信任任何代理。",
            "Proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` headers are trusted; `loopback` is this machine, `none` trusts no proxy."),
        "Cors:Origins" => new("允许从浏览器调用 API 的来源（CORS）。", "Origins allowed to call the API from a browser (CORS)."),
        "DefaultRegion" => new("请求未指定区服时使用的区服。沙盒开启时总是 `sandbox`。", "Region used when a request doesn't specify one. Always `sandbox` while the sandbox is on."),
        "Regions:<name>:AccountsUrl" => new("TapTap 账号服务的地址。", "Origin of TapTap's account service."),
        "Regions:<name>:ApiUrl" => new("TapTap 开放 API 的地址。", "Origin of TapTap's open API."),
        "Regions:<name>:CloudUrl" => new("游戏云（LeanCloud）的地址。", "Origin of the game cloud (LeanCloud)."),
        "Regions:<name>:ClientId" => new("游戏在 TapTap 的公开 client id。", "The game's public client id at TapTap."),
        "Regions:<name>:AppKey" => new("游戏云的公开 app key。", "The game's public app key at the game cloud."),
        "Regions:<name>:LinkHosts" => new(
            "二维码链接允许使用的域名，以点开头的项匹配该域名及其子域名；其他域名的链接会被拒绝，错误信息会指出该域名。",
            "Hosts that the link in a QR code may have; an entry with a leading dot matches the domain and its subdomains. " +
            "A link to another host is refused, and the error names the host."),
        "Regions:<name>:FatalErrors" => new(
            "轮询时哪些错误码会使二维码失效。其他未知错误码只会降低轮询频率，直到二维码过期。",
            "Error words of a poll that end a QR code. After any other unknown word it is polled less often until it expires."),
        "Regions:<name>:CreatedStatus" => new(
            "游戏云登录返回 201 时的含义：`body` 根据响应内容判断，`new` 一律视为新玩家，`existing` 一律视为已有玩家。",
            "What a 201 of the game cloud's login means: `body` judges by the response body, `new` is always a new player, " +
            "`existing` always an existing one."),
        "Regions:<name>:Proxy" => new(
            "访问该区服使用的代理，可以带 `user:password@`。中国大陆以外的网关访问 `cn` 通常需要代理，大陆的网关访问 `global` 可能需要。不使用环境变量 `HTTP_PROXY` 等。",
            "Outbound proxy for this region, with `user:password@` if required. A gateway outside mainland China usually needs one for `cn`; " +
            "one inside may need one for `global`. `HTTP_PROXY` and similar variables are ignored."),
        "Sandbox" => new("启用内置模拟器（区服 `sandbox`）；`manual` 表示等待人工点击确认。启用后不会向磁盘写入任何数据。", "Enables the built-in simulator (region `sandbox`); `manual` waits for a person to confirm. While it is on, nothing is stored on disk."),
        "Polling:MinimumInterval" => new("同一个二维码两次轮询之间的最短间隔。", "Minimum interval between two polls of the same QR code."),
        "Upstream:Timeout" => new("处理一个请求时，所有上游调用（TapTap 和游戏云）的总时限。", "Time budget for all upstream calls (TapTap and game cloud) made while handling one request."),
        "Upstream:ConnectTimeout" => new("建立一个上游连接（含 TLS 握手）的时限。", "Time limit for opening one upstream connection, including the TLS handshake."),
        "Upstream:MaxConcurrency" => new("每个区服同时进行的上游请求数上限。超过时轮询排队等待，申请新二维码返回 503。", "Maximum concurrent upstream requests per region. Beyond it polls wait and requests for new QR codes get a 503."),
        "Upstream:CallsPerSecond" => new("每个区服每秒的上游请求数上限；0 表示不限。", "Maximum upstream requests per second and region; 0 disables the limit."),
        "Limits:LoginsPerMinute" => new(
            "没有客户端密钥的调用方，每个 IP 地址（IPv6 按 /64 计算）每分钟可以创建的登录数，超过返回 429；" +
            "所有地址合计每分钟不超过 `Limits:MaxLogins` 的十分之一。已登记的客户端不受此限。0 表示不限。",
            "Logins that one IP address (IPv6: /64) may create per minute without a client secret; more get a 429. All addresses " +
            "together are limited to a tenth of `Limits:MaxLogins` per minute. Registered clients have a limit of their own. " +
            "0 disables the limit."),
        "Limits:TokenCallsPerMinute" => new(
            "每个 IP 地址（或已登记的客户端）每分钟可以用外来的 TapTap token 调用 `GetTapTapProfile` 和 `GetPhigrosToken` 的次数，超过返回 429。" +
            "本实例在最近 10 分钟内由 `CheckQRCode` 返回的 token 不受此限。0 表示不限。",
            "Calls of `GetTapTapProfile` and `GetPhigrosToken` that one IP address (or registered client) may make per minute with " +
            "other TapTap tokens; more get a 429. Tokens that `CheckQRCode` of this instance returned within the last 10 minutes " +
            "are not limited. 0 disables the limit."),
        "Limits:MaxLogins" => new(
            "同时存在的登录数上限。达到上限时，淘汰最早创建且从未打开过页面的登录；没有可淘汰的则返回 503。",
            "Maximum number of logins at the same time. When the limit is reached, the oldest login whose page was never opened is evicted; if there is none, new logins get a 503."),
        "Limits:MaxConnections" => new("`Urls` 中每个地址的最大连接数，超出的连接会被关闭。", "Maximum concurrent connections at each address of `Urls`; more are closed."),
        "DrainTimeout" => new(
            "收到 SIGTERM 后继续服务多久，期间 `/health/ready` 返回 503，让负载均衡器先切走流量。",
            "Time to keep serving after SIGTERM while `/health/ready` returns 503, so that load balancers can drain this instance."),
        "Store" => new(
            "登录的存储位置：SQLite 文件、`memory`（不写磁盘）或 PostgreSQL 连接字符串。默认是 `DataFolder` 中的 `logins.db`；沙盒开启时总是 `memory`。",
            "Where logins are stored: a SQLite file, `memory`, or a PostgreSQL connection string. Default: `logins.db` in `DataFolder`; always `memory` while the sandbox is on."),
        "DataFolder" => new("数据库和密钥文件所在的目录。默认是 `$STATE_DIRECTORY`，否则使用当前用户的数据目录。", "Folder of the database and its key. Default: `$STATE_DIRECTORY`, otherwise the user's data folder."),
        "StoreKey" => new(
            "用于加密存储数据的密钥，base64 编码的 32 字节。默认读取 `$CREDENTIALS_DIRECTORY/StoreKey`，否则使用数据库旁的 `store.key`（首次启动时生成）。使用 PostgreSQL 时必须设置。",
            "Base64-encoded 32-byte key that encrypts stored data. Default: `$CREDENTIALS_DIRECTORY/StoreKey`, otherwise `store.key` next to the SQLite file, created at the first start. Required with PostgreSQL."),
        "Cloud:CreateMissingPlayers" => new("TapTap 账号从未玩过该游戏时新建玩家，而不是返回错误。", "Creates a player for a TapTap account that never played, instead of returning an error."),
        "Clients:<id>:Name" => new(
            "客户端的名称，玩家会看到它并标明“已验证”，最多 80 个字符。默认是 `<id>`。",
            "Name of a client, shown to players as verified; at most 80 characters. Default: `<id>`."),
        "Clients:<id>:Secret" => new(
            "客户端密钥的 SHA-256。只要注册了一个客户端，创建登录就必须在请求头 `X-Api-Key` 中带上密钥。",
            "SHA-256 of the client's secret. Once a client is registered, creating a login requires a client secret in the header `X-Api-Key`."),
        "Clients:<id>:LoginsPerMinute" => new(
            "该客户端每分钟可以创建的登录数，不论来自多少地址，超过返回 429。0 表示不限。",
            "Logins that the client may create per minute, from all its addresses; more get a 429. 0 disables the limit."),
        "Sessions:AllowAnonymous" => new(
            "允许所有人验证和刷新 sessionToken。默认只允许已注册的客户端；区服 `sandbox` 始终允许。",
            "Opens the Sessions API (validate and rotate tokens) to everyone. By default it is open to registered clients only, " +
            "and always in the region `sandbox`."),
        _ => throw new InvalidOperationException($"Nobody has said what the setting {name} is for: do it in {nameof(SettingWords)}."),
    };
}
