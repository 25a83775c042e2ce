using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PhigrosLogin.Server;
using PhigrosLogin.Server.Logins;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Limits;

/// <summary>Trouble of the gateway's own.</summary>
public class UnforeseenTests
{
    [Fact]
    public async Task An_operator_finds_it_in_the_log_by_the_trace_that_the_caller_was_given()
    {
        using var log = new LogSink();
        await using var gateway = await Gateway.StartAsync(["--Urls=http://127.0.0.1:0", "--Store=memory"], TimeProvider.System, builder =>
        {
            builder.Logging.ClearProviders().AddProvider(log);
            builder.Services.AddSingleton<SessionCare>(_ => throw new InvalidOperationException("what nobody may read"));
        });
        using var http = new HttpClient { BaseAddress = new Uri(gateway.Addresses.First()) };

        using var answer = await http.PostAsync(
            "/api/v1/sessions/inspect", new StringContent($$"""{"sessionToken":"{{new string('a', 25)}}"}""", Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

        await answer.ShouldBeProblemAsync(500, "internal_error");
        var line = log.Errors.ShouldHaveSingleItem();
        line.Text.ShouldContain((await answer.JsonAsync()).Text("traceId")!);
        line.Text.ShouldNotContain("what nobody may read");
    }
}
