using Microsoft.Extensions.Configuration;
using PhigrosLogin.LiveCheck;
using PhigrosLogin.Server;

try
{
    var settings = new ConfigurationBuilder().AddEnvironmentVariables().Build();
    var desk = new Desk(Console.Out, TimeProvider.System) { Input = Console.IsInputRedirected ? null : Console.In };
    return await LiveCheckRun.RunAsync(args, settings, desk, CancellationToken.None);
}
catch (SettingsException bad)
{
    await Console.Error.WriteLineAsync(bad.Message);
    return LiveCheckRun.WrongUsage;
}
