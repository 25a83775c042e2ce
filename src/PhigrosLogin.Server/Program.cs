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
    await Console.Error.WriteLineAsync(bad.Message);
    return 2;
}
catch (StoreUnavailableException noStore)
{
    await Console.Error.WriteLineAsync(noStore.Message);
    return 1;
}
catch (IOException cannotListen)
{
    await Console.Error.WriteLineAsync($"{cannotListen.Message} Choose another address with --Urls=http://localhost:5016.");
    return 1;
}
