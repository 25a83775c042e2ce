using System.Runtime.InteropServices;
using PhigrosLogin.Sandbox;

if (SandboxArguments.Read(args) is not { } options)
{
    await Console.Error.WriteLineAsync(SandboxArguments.Usage);
    return 2;
}

await using var sandbox = await SandboxUpstream.StartAsync(options, TimeProvider.System);
Console.WriteLine($"The simulator ({options.Region.Name}) is at {sandbox.Url}");
Console.WriteLine("Open that address to see what it can do. Ctrl+C ends it.");

var end = new TaskCompletionSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
await end.Task;
return 0;

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    end.TrySetResult();
}
