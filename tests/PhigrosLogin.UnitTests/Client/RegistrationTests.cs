using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PhigrosLogin.Client;
using PhigrosLogin.Tests.Limits;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Client;

/// <summary>The client as a service, and what it prints.</summary>
public class RegistrationTests
{
    [Fact]
    public async Task A_service_signs_a_player_in_and_no_secret_is_in_its_log_at_any_level()
    {
        await using var world = await World.StartAsync(KeyRing.Setting("bot"));
        var log = new LogSink();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        services.AddPhigrosLoginClient(options =>
        {
            options.Gateway = world.Url;
            options.ClientSecret = new Credential(KeyRing.Key);
        });
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<PhigrosLoginClient>();

        var login = await client.CreateAsync();
        world.China.Codes.Confirm(await world.LookAsync(login));
        var waiting = client.WaitAsync(login);
        await world.PassToPollAsync();
        var token = (await waiting).Result!.SessionToken;
        await client.InspectAsync(token);
        await client.AcknowledgeAsync(login);

        log.Lines.Count.ShouldBeGreaterThan(10);
        var text = string.Join('\n', log.Lines);
        foreach (var secret in new[] { KeyRing.Key, login.LoginSecret.Reveal(), token.Reveal() }) text.ShouldNotContain(secret);
    }

    [Theory]
    [InlineData("Gateway", null, null, 15)]
    [InlineData("Gateway", "ftp://gate.example", null, 15)]
    [InlineData("Gateway", "https://gate.example/?a=b", null, 15)]
    [InlineData("Language", "https://gate.example", "fr", 15)]
    [InlineData("Patience", "https://gate.example", "en", -1)]
    [InlineData("Patience", "https://gate.example", "en", 3601)]
    public async Task A_wrong_option_is_named(string name, string? gateway, string? language, int patience)
    {
        void Configure(PhigrosLoginClientOptions options) =>
            (options.Gateway, options.Language, options.Patience) = (gateway is null ? null : new Uri(gateway), language, TimeSpan.FromSeconds(patience));
        var options = new PhigrosLoginClientOptions();
        Configure(options);
        var services = new ServiceCollection();
        services.AddPhigrosLoginClient(Configure);
        await using var provider = services.BuildServiceProvider();

        Should.Throw<ArgumentException>(() => new PhigrosLoginClient(options)).Message.ShouldContain(name);
        Should.Throw<OptionsValidationException>(provider.GetRequiredService<PhigrosLoginClient>).Message.ShouldContain(name);
    }

    [Fact]
    public void A_credential_prints_nothing_and_compares_by_its_text()
    {
        var credential = new Credential("exampleexampleexampleexam");

        $"{credential} {System.Text.Json.JsonSerializer.Serialize(credential)}".ShouldBe("*** {}");
        credential.ShouldBe(new Credential("exampleexampleexampleexam"));
        Should.Throw<ArgumentException>(() => new Credential("sec ret\r\n")).Message.ShouldNotContain("ret\r");
        Should.Throw<ArgumentException>(() => new Credential(""));
    }

    [Fact]
    public void Pauses_double_up_to_eight_seconds_and_are_never_shorter_than_the_gateway_wishes()
    {
        var patience = new Patience(new ManualClock(), TimeSpan.FromMinutes(1));
        var pauses = Enumerable.Range(0, 5).Select(_ => patience.TryTake(null, out var pause) ? pause.TotalSeconds : 0).ToArray();

        pauses.Zip([1, 2, 4, 8, 8]).ShouldAllBe(pair => pair.First >= pair.Second && pair.First <= pair.Second * 1.25);
        patience.TryTake(TimeSpan.FromSeconds(30), out var wished).ShouldBeTrue();
        wished.ShouldBeInRange(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(37.5));
        patience.TryTake(TimeSpan.FromSeconds(61), out _).ShouldBeFalse();
    }
}
