using System.Text.RegularExpressions;
using PhigrosLogin.OpenApi.Settings;
using PhigrosLogin.Server;
using PhigrosLogin.Server.Pages;
using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests.Documents;

/// <summary>The pages of settings say what the gateway reads.</summary>
public partial class SettingsPageTests
{
    [Theory]
    [InlineData("docs/settings.md", PageLanguage.English)]
    [InlineData("docs/settings.zh-CN.md", PageLanguage.Chinese)]
    public void The_page_is_what_the_gateway_says_of_its_settings(string file, PageLanguage language) =>
        Repository.Read(file).ShouldBe(SettingsDocument.Write(language), "A setting has changed: run dotnet run --project src/PhigrosLogin.OpenApi -- docs/openapi/v1.json docs");

    [Fact]
    public void Every_setting_that_the_gateway_asks_for_in_its_source_is_on_the_page()
    {
        var sources = Directory.EnumerateFiles(Repository.File("src/PhigrosLogin.Server"), "GatewayOptions*.cs").Select(File.ReadAllText);
        var asked = sources.SelectMany(source => Asked().Matches(source)).Select(match => match.Groups["name"].Value).Distinct().ToList();

        asked.Count.ShouldBeGreaterThan(15);
        foreach (var name in asked) SettingsDocument.Names.ShouldContain(setting => setting == name || setting.StartsWith($"{name}:<id>:", StringComparison.Ordinal), name);
        foreach (var part in (string[])["AccountsUrl", "ApiUrl", "CloudUrl", "ClientId", "AppKey", "LinkHosts", "FatalErrors", "CreatedStatus", "Proxy"])
            foreach (var region in (string[])["cn", "global"]) SettingsDocument.Names.ShouldContain($"Regions:{region}:{part}");
    }

    [Fact]
    public async Task A_setting_spelled_as_the_page_spells_it_for_the_environment_counts_and_a_wrong_one_is_told_what_it_may_be()
    {
        await using var server = await ServerProcess.StartAsync([], ("Limits__MaxLogins", "7"), ("Regions__cn__Proxy", "http://127.0.0.1:1"));
        server.Console.ShouldContain("PhigrosLogin listens on ");
        var wrong = await Should.ThrowAsync<SettingsException>(() => ServerProcess.StartAsync([], ("Limits__MaxLogins", "0")));

        wrong.Message.ShouldContain("Limits:MaxLogins must be a whole number from 1 to 10000000.");
        Repository.Read("docs/settings.md").ShouldContain("| `Limits:MaxLogins`<br>`Limits__MaxLogins` | `100000` | a whole number from 1 to 10000000 |");
    }

    [GeneratedRegex("settings\\.[A-Z]\\w+\\(\"(?<name>[A-Za-z:]+)\"")]
    private static partial Regex Asked();
}
