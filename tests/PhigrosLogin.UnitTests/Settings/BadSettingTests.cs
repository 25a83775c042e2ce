using Microsoft.Extensions.Configuration;
using PhigrosLogin.Server;

namespace PhigrosLogin.Tests.Settings;

/// <summary>A setting that cannot be used stops the start with a sentence that names it; a value is never repeated.</summary>
public class BadSettingTests
{
    private const string Secret = "hunter2";

    [Theory]
    [InlineData("Urls", "http://127.0.0.1:99999")]
    [InlineData("Urls", "http://nosuch.example:6445")]
    [InlineData("Urls", "http://999.1.1.1:6445")]
    [InlineData("Urls", "http://localhost:0")]
    [InlineData("Urls", "https://localhost:5015")]
    [InlineData("Urls", "   ")]
    [InlineData("ManagementUrls", "http://127.0.0.1:99999")]
    [InlineData("Logging:LogLevel:Default", "Loud")]
    [InlineData("Logging:Console:LogLevel:Microsoft", "hunter2")]
    [InlineData("StoreKey", "   ")]
    [InlineData("StoreKey", "hunter2")]
    [InlineData("StoreKey", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("Store", "   ")]
    [InlineData("Store", "mysql://u:hunter2@host/x")]
    [InlineData("DataFolder", "   ")]
    [InlineData("PublicUrl", " ")]
    [InlineData("Sandbox", "hunter2")]
    public void A_value_that_cannot_be_used_is_not_repeated(string name, string value)
    {
        var bad = Should.Throw<SettingsException>(() => Read((name, value)));

        bad.Message.ShouldStartWith($"{name} must ");
        bad.Message.ShouldNotContain(Secret);
    }

    [Theory]
    [InlineData("http://127.0.0.1:6446", "http://127.0.0.1:6446")]
    [InlineData("http://localhost:6446", "http://127.0.0.1:6446")]
    [InlineData("http://*:6446", "http://127.0.0.1:6446")]
    [InlineData("http://127.0.0.1:5015;http://[::1]:6446", "http://[::1]:6446/")]
    public void The_management_addresses_are_others_than_the_public_ones(string urls, string management) =>
        Should.Throw<SettingsException>(() => Read(("Urls", urls), ("ManagementUrls", management)))
            .Message.ShouldBe("ManagementUrls must be other addresses than Urls.");

    [Theory]
    [InlineData("http://127.0.0.1:0", "http://127.0.0.1:0")]
    [InlineData("http://127.0.0.1:6446", "http://127.0.0.2:6446")]
    [InlineData("http://*:80", "http://[::1]:9464")]
    public void Two_addresses_that_can_both_be_listened_at_are_no_mistake(string urls, string management) =>
        Read(("Urls", urls), ("ManagementUrls", management)).ManagementUrls.ShouldBe([management]);

    [Theory]
    [InlineData("""{ "PublicUr": "https://hunter2" }""", "PublicUr is not a known setting; did you mean PublicUrl?")]
    [InlineData("""{ "Limits": { "MaxLogin": "7" } }""",
        "Limits:MaxLogin is not a known setting; did you mean Limits:MaxLogins?")]
    [InlineData("""{ "Kestrel": { "Endpoints": { "Http": { "Url": "http://hunter2" } } } }""",
        "Kestrel:Endpoints:Http:Url is not a known setting.")]
    [InlineData("""{ "Regions": { "cn": { "LinkHost": [ "hunter2" ] } } }""",
        "Regions:cn:LinkHost:0 is not a known setting; did you mean Regions:cn:LinkHosts?")]
    [InlineData("""{ "Clients": { "my-bot": { "Secret": "sha256:$HASH", "Nam": "x" } } }""",
        "Clients:my-bot:Nam is not a setting of a client: use Clients:my-bot:Name, Clients:my-bot:Secret or Clients:my-bot:LoginsPerMinute.")]
    public void A_name_in_a_file_that_no_setting_has_is_refused(string json, string sentence) =>
        Should.Throw<SettingsException>(() => ReadFile(json)).Message.ShouldBe(sentence);

    [Fact]
    public void Names_that_settings_have_and_what_the_framework_reads_are_taken_from_a_file()
    {
        var options = ReadFile("""
            { "$schema": "https://json.schemastore.org/appsettings.json", "publicurl": "https://gate.example", "DataFolder": null,
              "Logging": { "LogLevel": { "Default": "Warning" } },
              "Regions": { "cn": { "LinkHosts": [ "a.example", "b.example" ] } },
              "Clients": { "b": { "Name": "B", "Secret": "sha256:$HASH" } } }
            """);

        options.PublicUrl!.Host.ShouldBe("gate.example");
        options.Regions[0].Region.LinkHosts.ShouldBe(["a.example", "b.example"]);
    }

    private static GatewayOptions Read(params (string Name, string Value)[] settings)
    {
        var pairs = settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value));
        return GatewayOptions.Read(
            new ConfigurationBuilder().AddInMemoryCollection(pairs).Build(), settings.Select(setting => setting.Name));
    }

    private static GatewayOptions ReadFile(string json)
    {
        using var folder = new TempFolder();
        const string File = "appsettings.json";
        var hash = new string('a', 64);
        System.IO.File.WriteAllText(
            Path.Combine(folder.Path, File), json.Replace("$HASH", hash, StringComparison.Ordinal));
        return GatewayOptions.Read(new ConfigurationBuilder().SetBasePath(folder.Path).AddJsonFile(File).Build(), []);
    }
}
