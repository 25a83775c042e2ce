namespace PhigrosLogin.Cli.LiveCheck;

/// <summary>
/// Measures each new connection of a region: until TCP is up (name resolution included), and until the first request can
/// be sent (TLS, and a proxy's tunnel). The connections of one region come one after the other.
/// </summary>
internal sealed class ConnectTimes(TimeProvider time)
{
    private readonly List<ConnectTime> _times = [];
    private long _started;
    private TimeSpan _tcp;

    public IReadOnlyList<ConnectTime> All => _times;

    public void Measure(SocketsHttpHandler handler)
    {
        var connect = handler.ConnectCallback!;
        handler.ConnectCallback = async (context, cancellationToken) =>
        {
            _started = time.GetTimestamp();
            try
            {
                var stream = await connect(context, cancellationToken);
                _tcp = time.GetElapsedTime(_started);
                return stream;
            }
            catch
            {
                _times.Add(new ConnectTime(context.DnsEndPoint.Host, time.GetElapsedTime(_started), null));
                throw;
            }
        };
        handler.PlaintextStreamFilter = (context, _) =>
        {
            var host = context.InitialRequestMessage.RequestUri!.Host;
            _times.Add(new ConnectTime(host, _tcp, time.GetElapsedTime(_started)));
            return ValueTask.FromResult(context.PlaintextStream);
        };
    }
}

/// <summary>How long a connection took.</summary>
/// <param name="Host">The upstream; the proxy, if it is the one that was not reached.</param>
/// <param name="Tcp">Until TCP was up, or until the attempt failed.</param>
/// <param name="Ready">Until the first request could be sent; null when no connection came about.</param>
internal sealed record ConnectTime(string Host, TimeSpan Tcp, TimeSpan? Ready);
