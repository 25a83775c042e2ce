using PhigrosLogin.Server;

namespace PhigrosLogin.Tests;

/// <summary>A gateway while it runs, wherever that is.</summary>
internal interface IRunningGateway : IAsyncDisposable
{
    /// <summary>The process that answers.</summary>
    int ProcessId { get; }

    Uri Url { get; }

    /// <summary>Where measurements are to be had, of a gateway with <c>ManagementUrls</c>.</summary>
    Task<Uri> ManagementUrl { get; }

    /// <summary>Lines of its log that no test expects unless it says so.</summary>
    IEnumerable<string> Errors { get; }

    /// <summary>Stops it as a signal would.</summary>
    Task StopAsync();
}

/// <summary>A gateway in the process of the tests.</summary>
internal sealed class GatewayInside(Gateway gateway, LogSink log) : IRunningGateway
{
    public Gateway Gateway => gateway;

    public int ProcessId => Environment.ProcessId;

    public Uri Url { get; } = new(gateway.Addresses.First());

    public Task<Uri> ManagementUrl => Task.FromResult(new Uri(gateway.ManagementAddresses.First()));

    public IEnumerable<string> Errors => log.Errors.Select(line => line.Text);

    public Task StopAsync() => gateway.DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => gateway.DisposeAsync();
}
