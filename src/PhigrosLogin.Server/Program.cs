using PhigrosLogin.Server;
using PhigrosLogin.Server.Store;

try
{
    await using var gateway = await Gateway.StartAsync(args, TimeProvider.System);
    FirstScreen.Write(Console.Out, gateway);
    gateway.Stopping.Register(ServiceManager.SayStopping);
    ServiceManager.SayReady();
    await gateway.UntilStoppedAsync();
    return 0;
}
catch (SettingsException bad)
{
    return End(2, bad.Message);
}
catch (Exception known) when (known is StoreUnavailableException or ListenException or OutputException)
{
    return End(1, known.Message);
}
#pragma warning disable CA1031 // the last place where an exception can become a sentence
catch (Exception unforeseen)
#pragma warning restore CA1031
{
    // NOTE: by its type alone: its text may repeat a setting.
    return End(1, $"The gateway ended after an internal error ({unforeseen.GetType().Name}).");
}

static int End(int exitCode, string sentence)
{
    try
    {
        Console.Error.WriteLine(sentence);
    }
    catch (IOException)
    {
        // stderr cannot be written either: the exit code is all that is left.
    }
    return exitCode;
}
