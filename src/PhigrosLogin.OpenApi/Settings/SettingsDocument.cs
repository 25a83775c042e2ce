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
        # 设置

        [English](settings.md)

        每一项都可以写在三个地方，后面的优先：启动目录里的 `appsettings.json`、环境变量、命令行。写错时网关不会启动，并指出是哪一项、
        应该怎么写。命令行上不认识的名字也算写错。名字不分大小写；环境变量里用 `__` 代替 `:`。

        | 名字，环境变量 | 默认值 | 可以写 | 作用 |
        |---|---|---|---|

        """,
        """
        # Settings

        [中文](settings.zh-CN.md)

        Each can stand in three places, of which the later wins: `appsettings.json` in the folder where the program is
        started, the environment, the command line. A wrong one stops the start, is named, and told what it must be; so is an
        unknown name on the command line. Names ignore case; in the environment `__` stands for `:`.

        | name, in the environment | default | may be | what it does |
        |---|---|---|---|

        """);

    private static readonly Phrase Bottom = new(
        """

        时间写成 `500ms`、`3s`、`2m` 或 `00:00:03`。有多项的设置用逗号分隔（`Urls` 用分号）。
        不要把密钥和数据库密码写在命令行上：本机上谁都能看到。

        日志多详细由 `Logging:LogLevel:<category>` 决定，写法与 .NET 相同，例如 `--Logging:LogLevel:Default=Warning`。

        本页由程序生成：改了设置之后，运行 `dotnet run --project src/PhigrosLogin.OpenApi -- docs/openapi/v1.json docs`。

        """,
        """

        Times are written `500ms`, `3s`, `2m` or `00:00:03`. Where several things may stand they are separated by commas (those
        of `Urls` by semicolons). Keep the key and the password of a database off the command line, where everybody on the
        machine can read them.

        How much is logged is said by `Logging:LogLevel:<category>`, as everywhere in .NET: `--Logging:LogLevel:Default=Warning`.

        This page is generated: after a change of a setting run `dotnet run --project src/PhigrosLogin.OpenApi -- docs/openapi/v1.json docs`.

        """);
}
