using System.Net;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Tests.Logins;
using PhigrosLogin.Tests.Packages;

namespace PhigrosLogin.Tests.Documents;

/// <summary>What docs/operating.md tells an operator of one gateway to type, from an empty server to an empty server.</summary>
[Collection(nameof(Published))]
public class OneGatewayTests
{
    private const string Guide = "docs/operating.md";

    [Fact]
    [Runs(Guide, "Install")]
    [Runs(Guide, "nginx and a certificate")]
    [Runs(Guide, "Troubleshooting")]
    [Runs(Guide, "Outbound proxies")]
    [Runs(Guide, "Registered clients")]
    [Runs(Guide, "Backups")]
    [Runs(Guide, "Upgrade")]
    [Runs(Guide, "Uninstall")]
    public async Task A_login_outlives_a_restart_a_restored_backup_and_an_upgrade()
    {
        await using var sandbox = await SandboxUpstream.StartAsync(
            new SandboxOptions { Region = SandboxRegion.China, LinkBase = SandboxRegion.China.PublicLinkBase, DefaultScript = null }, TimeProvider.System);
        await using var machine = await Machine.StartAsync(Published.Archive, sandbox.Url);
        var sections = RunsAttribute.BlocksOf(typeof(OneGatewayTests)).GroupBy(block => block.Heading).ToDictionary(section => section.Key);
        async Task FollowAsync(params string[] headings)
        {
            foreach (var block in headings.SelectMany(heading => sections[heading])) await machine.TypeAsync(block.Text);
        }

        await FollowAsync("Install", "nginx and a certificate");
        machine.Said.ShouldContain("\"loginUrl\":\"https://gate.example/l/");
        using var http = new HttpClient { BaseAddress = machine.Gateway };
        var login = await http.OpenAsync();
        var code = await login.LookAsync();
        await FollowAsync("Troubleshooting", "Outbound proxies", "Registered clients", "Backups");
        using (var stranger = await http.PostAsync(new Uri("/api/v1/logins", UriKind.Relative), new StringContent("{}", System.Text.Encoding.UTF8, "application/json")))
            stranger.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await machine.TypeAsync("cd ..");
        await FollowAsync("Upgrade");
        sandbox.Codes.Confirm(code);

        await login.UntilAsync("succeeded");
        using var result = await login.ResultAsync();
        (await result.Content.ReadAsStringAsync()).ShouldContain("sessionToken");
        await FollowAsync("Uninstall");
        ((string[])["etc", "opt", "var"]).SelectMany(machine.Files).ShouldBeEmpty();
        await Should.ThrowAsync<HttpRequestException>(() => http.GetAsync(new Uri("/", UriKind.Relative)));
    }
}
