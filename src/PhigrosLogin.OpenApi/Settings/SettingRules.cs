using System.Text.RegularExpressions;
using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.OpenApi.Settings;

/// <summary>What may be written, from the gateway's own complaint about what may not; in Chinese by its pattern.</summary>
internal static partial class SettingRules
{
    public static Phrase Of(string? complaint) => complaint is null ? new("文本", "text") : new(Chinese(Bare(complaint)), Bare(complaint));

    private static string Bare(string complaint) => complaint.StartsWith("must be ", StringComparison.Ordinal) ? complaint["must be ".Length..] : complaint;

    private static string Chinese(string rule) => rule switch
    {
        _ when Number().Match(rule) is { Success: true } match => $"{match.Groups[1]} 到 {match.Groups[2]} 的整数",
        _ when Time().Match(rule) is { Success: true } match => $"{match.Groups[1]} 到 {match.Groups[2]} 的时间，例如 {match.Groups[3]}",
        _ when rule.StartsWith("one of ", StringComparison.Ordinal) => $"{rule["one of ".Length..].Replace(", ", "、", StringComparison.Ordinal)} 之一",
        _ when rule.StartsWith("addresses such as http:", StringComparison.Ordinal) => 
            "地址，如 http://localhost:5015 或 http://*:5015，用分号分隔，主机为 localhost、IP 地址或 *（所有地址）；不支持 HTTPS，TLS 由反向代理负责",
        _ when rule.StartsWith("addresses such as 192", StringComparison.Ordinal) => "地址（如 192.0.2.7）、网段（如 10.0.0.0/8）、loopback，或者 none",
        _ when rule.StartsWith("an origin such as https://accounts", StringComparison.Ordinal) => "网址，如 https://accounts.example，不带路径；只有本机可以用 http",
        _ when rule.StartsWith("an origin such as", StringComparison.Ordinal) => "网址，如 https://gate.example，不带路径",
        _ when rule.StartsWith("origins such as", StringComparison.Ordinal) => "网址，如 https://site.example，不带路径；单独一个 * 表示任何网站",
        _ when rule.StartsWith("host names", StringComparison.Ordinal) =>
            "主机名，如 accounts.taptap.cn；以点开头的域名包含其所有子域名，如 .taptap.cn",
        _ when rule.StartsWith("error words", StringComparison.Ordinal) => "错误码，如 access_denied；开头或结尾的 * 表示任意字符",
        _ when rule.StartsWith("letters, digits", StringComparison.Ordinal) => "字母、数字和 - . _ ~，最多 128 个",
        _ when rule.StartsWith("a proxy such as", StringComparison.Ordinal) => "代理，如 http://127.0.0.1:7890 或 socks5://127.0.0.1:7891",
        _ when rule.StartsWith("a SQLite file", StringComparison.Ordinal) =>
            "SQLite 文件（如 /var/lib/phigros-login/logins.db）、memory，或 PostgreSQL 连接字符串，如 " +
            "Host=db.example;Database=logins;Username=gateway;Password=… 或 postgresql://gateway:…@db.example/logins",
        _ when rule.StartsWith("32 random bytes", StringComparison.Ordinal) => "32 个随机字节的 base64，用 openssl rand -base64 32 生成",
        _ when rule.StartsWith("sha256:", StringComparison.Ordinal) => "sha256: 加上客户端密钥的 SHA-256（64 位十六进制）：printf %s \"$SECRET\" | sha256sum",
        _ => throw new InvalidOperationException($"Nobody has said this in Chinese: {rule}. Do it in {nameof(SettingRules)}."),
    };

    [GeneratedRegex(@"^a whole number from (\d+) to (\d+)$")]
    private static partial Regex Number();

    [GeneratedRegex(@"^a time from (\w+) to (\w+), such as (\w+)$")]
    private static partial Regex Time();
}
