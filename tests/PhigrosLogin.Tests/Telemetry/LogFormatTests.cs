using System.Globalization;
using System.Text.Json;
using PhigrosLogin.Tests.Documents;

namespace PhigrosLogin.Tests.Telemetry;

/// <summary>The console for a program that reads it.</summary>
public class LogFormatTests
{
    [Fact]
    [Runs("docs/telemetry.md", "The log")]
    public async Task As_JSON_every_line_is_one_object_with_its_time_in_UTC()
    {
        var wanted = RunsAttribute.BlocksOf(typeof(LogFormatTests)).ShouldHaveSingleItem().Text.Trim().Split('=');
        await using var program = await ServerProcess.StartAsync(["--Sandbox=true", "--ManagementUrls=http://127.0.0.1:0"], (wanted[0], wanted[1]), ("TZ", "Asia/Shanghai"));
        await RawHttp.GetAsync(program.Url, "/api/LoginQrCode/GetNewQrCode");
        program.Terminate();
        (await program.EndAsync()).ShouldBe(0);

        var lines = program.Console.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToArray();

        lines.Select(line => line.GetProperty("Message").GetString()).ShouldContain(message => message!.EndsWith("was issued in region sandbox", StringComparison.Ordinal));
        lines.ShouldAllBe(line => line.GetProperty("Category").GetString()!.Length > 0 && line.GetProperty("LogLevel").GetString() == "Information");
        var time = DateTimeOffset.ParseExact(lines[0].GetProperty("Timestamp").GetString()!, "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        (TimeProvider.System.GetUtcNow() - time).Duration().ShouldBeLessThan(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_format_that_does_not_exist_stops_the_start()
    {
        var refused = await Should.ThrowAsync<Server.SettingsException>(() => World.StartAsync("--Logging:Console:FormatterName=xml"));

        refused.Message.ShouldBe("Logging:Console:FormatterName must be one of simple, json, systemd.");
    }
}
