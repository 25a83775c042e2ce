using System.Text;
using PhigrosLogin.Server;
using PhigrosLogin.Server.Pages;

namespace PhigrosLogin.OpenApi.Settings;

/// <summary>docs/settings.md and docs/settings.zh-CN.md: one row a setting, asked of the reader that reads them at a start.</summary>
internal static class SettingsDocument
{
    /// <summary>Every setting of the gateway, in the order in which it reads them.</summary>
    public static IReadOnlyList<string> Names => [.. Ask().Asked.Select(setting => setting.Key)];

    public static string Write(PageLanguage language)
    {
        var reader = Ask();
        var rules = reader.Problems.GroupBy(problem => problem.Name).ToDictionary(problem => problem.Key, problem => problem.First().Rule);
        var text = new StringBuilder(Top.In(language));
        foreach (var (name, usual) in reader.Asked)
        {
            var shown = string.IsNullOrEmpty(usual) ? None.In(language) : $"`{usual}`";
            var spelled = name.Contains(':', StringComparison.Ordinal) ? $"<br>`{name.Replace(":", "__", StringComparison.Ordinal)}`" : "";
            text.Append($"| `{name}`{spelled} | {shown} | {Cell(SettingRules.Of(rules.GetValueOrDefault(name)).In(language)).Replace("*", "\\*", StringComparison.Ordinal)} | {Cell(SettingWords.Of(name).In(language))} |\n");
        }
        return text.Append(Bottom.In(language)).ToString();
    }

    private static SettingsReader Ask()
    {
        var reader = new SettingsReader(new Nonsense());
        GatewayOptions.Read(reader);
        return reader;
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static readonly Phrase None = new("无", "none");

    private static readonly Phrase Top = new(
        """
        # 配置参考

        [English](settings.md)

        配置项可以写在启动目录的 `appsettings.json`、环境变量或命令行中，后者优先。如果某个值无效，网关不会启动，并指出该配置项和可接受的值；
        `appsettings.json`、命令行以及环境变量中某个分区（如 `Limits__`）下的未知名称同样会被拒绝。与某项设置相似的其他环境变量（如
        `PublicUrll`）会在日志中指出。名称不区分大小写；环境变量中用 `__` 代替 `:`。由 systemd 单元启动时，启动目录是 `/`，请使用环境变量。

        | 名称（环境变量） | 默认值 | 可选值 | 说明 |
        |---|---|---|---|

        """,
        """
        # Configuration reference

        [中文](settings.zh-CN.md)

        Set options in `appsettings.json` in the working directory, in environment variables or on the command line; later
        sources win. If a value is invalid, the gateway doesn't start and prints the option and the values it accepts. It
        refuses an unknown name too: in `appsettings.json`, on the command line and, in the environment, below a section such
        as `Limits__`. The log names other environment variables that resemble an option, such as `PublicUrll`. Names are
        case-insensitive; in environment variables write `__` for `:`. Under the shipped systemd unit the working directory is
        `/`: use environment variables there.

        | Name (environment variable) | Default | Accepted values | Description |
        |---|---|---|---|

        """);

    private static readonly Phrase Bottom = new(
        """

        时间写作 `500ms`、`3s`、`2m` 或 `00:00:03`。列表用逗号分隔（`Urls` 用分号）。
        不要在命令行上写密钥和数据库密码：本机的所有用户都能看到命令行参数，网关也会在日志中给出警告。

        PostgreSQL 的 URL 可以使用 libpq 的参数，如 `sslmode`、`sslrootcert`、`connect_timeout`、`target_session_attrs` 和
        `application_name`，也可以使用 Npgsql 的参数，名称中的空格写作 `_`。

        日志级别由 `Logging:LogLevel:<category>` 设置，写法与 .NET 相同，例如 `--Logging:LogLevel:Default=Warning`。

        本页由程序生成：修改配置项后，运行 `dotnet run --project src/PhigrosLogin.OpenApi -- docs/openapi/v1.json docs`。

        """,
        """

        Write durations as `500ms`, `3s`, `2m` or `00:00:03`. Separate list items with commas (`Urls`: semicolons). Don't put
        keys or database passwords on the command line, where all users of the machine can read them; the log warns of it.

        The URL of a PostgreSQL database takes the parameters of libpq, such as `sslmode`, `sslrootcert`, `connect_timeout`,
        `target_session_attrs` and `application_name`, and those of Npgsql with `_` for the spaces in their names.

        `Logging:LogLevel:<category>` sets the log level, as in any .NET program: `--Logging:LogLevel:Default=Warning`.

        This page is generated. After changing a setting, run `dotnet run --project src/PhigrosLogin.OpenApi -- docs/openapi/v1.json docs`.

        """);
}
