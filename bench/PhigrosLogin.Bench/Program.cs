using PhigrosLogin.Bench;
using PhigrosLogin.Bench.Programs;

// The processes of a run are this program too, each with its word; without one it is the run.
switch (args)
{
    case ["upstream"]:
        await ConstantUpstream.RunAsync();
        return 0;
    case ["bare"]:
        await BareEndpoint.RunAsync();
        return 0;
    case ["forwarder", var upstream]:
        await Forwarder.RunAsync(new Uri(upstream));
        return 0;
    default:
        return await BenchRun.RunAsync(BenchOptions.Read(args));
}
