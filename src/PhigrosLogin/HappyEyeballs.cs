using System.Net;
using System.Net.Sockets;

namespace PhigrosLogin;

/// <summary>
/// Connects to a host that has several addresses (RFC 8305, "Happy Eyeballs"): IPv6 and IPv4 take turns, the next
/// address is tried after 250 ms or as soon as the one before it has failed, and the first connection wins. The runtime
/// itself tries one address after another within one time limit, so a dead IPv6 route would leave nothing for IPv4.
/// </summary>
/// <param name="resolve">Finds the addresses of a host name, the preferred one first.</param>
internal sealed class HappyEyeballs(Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    // RFC 8305 §5: the recommended Connection Attempt Delay.
    private static readonly TimeSpan AttemptDelay = TimeSpan.FromMilliseconds(250);

    /// <summary>Asks the system's resolver.</summary>
    public static HappyEyeballs Default { get; } = new(Dns.GetHostAddressesAsync);

    /// <summary>Connects to the origin, or to the proxy in front of it: the runtime asks for whichever comes first on
    /// the way.</summary>
    /// <exception cref="SocketException">No address accepted a connection; it is the first one's failure.</exception>
    /// <exception cref="OperationCanceledException">The connect timeout is over.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context,
        CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = Alternate(await resolve(host, cancellationToken));
        return new NetworkStream(await ConnectAsync(addresses, port, cancellationToken), ownsSocket: true);
    }

    /// <summary>RFC 8305 §4: the families in turn, the preferred one first, each in the resolver's order.</summary>
    internal static IReadOnlyList<IPAddress> Alternate(IReadOnlyList<IPAddress> addresses)
    {
        if (addresses.Count == 0) return [];
        var preferred = addresses.Where(address => address.AddressFamily == addresses[0].AddressFamily).ToArray();
        var other = addresses.Where(address => address.AddressFamily != addresses[0].AddressFamily).ToArray();
        return
        [
            .. Enumerable.Range(0, Math.Max(preferred.Length, other.Length))
                .SelectMany(at => preferred.Skip(at).Take(1).Concat(other.Skip(at).Take(1))),
        ];
    }

    private static async Task<Socket> ConnectAsync(IReadOnlyList<IPAddress> addresses, int port,
        CancellationToken cancellationToken)
    {
        using var others = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var winner = new TaskCompletionSource<Socket>(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = new List<Task>();
        Exception? failure = null;
        try
        {
            for (var next = 0; next < addresses.Count || running.Count > 0;)
            {
                if (next < addresses.Count)
                    running.Add(AttemptAsync(new IPEndPoint(addresses[next++], port), winner, others.Token));
                var pause = Task.Delay(next < addresses.Count ? AttemptDelay : Timeout.InfiniteTimeSpan, others.Token);
                var ended = await Task.WhenAny([.. running, pause]);
                if (winner.Task.IsCompletedSuccessfully) return await winner.Task;
                // NOTE: this token and no other, because by it the runtime knows its own connect timeout.
                cancellationToken.ThrowIfCancellationRequested();
                if (running.Remove(ended)) failure ??= ended.Exception?.InnerException;
            }
            throw failure ?? new SocketException((int)SocketError.HostNotFound);
        }
        catch
        {
            // One may have connected at this very moment.
            if (!winner.TrySetCanceled(CancellationToken.None)) (await winner.Task).Dispose();
            throw;
        }
        finally
        {
            await others.CancelAsync();
        }
    }

    private static async Task AttemptAsync(IPEndPoint endPoint, TaskCompletionSource<Socket> winner,
        CancellationToken cancellationToken)
    {
#pragma warning disable CA2000 // whoever takes the winner disposes of it
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
#pragma warning restore CA2000
        var isWinner = false;
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken);
            isWinner = winner.TrySetResult(socket);
        }
        finally
        {
            if (!isWinner) socket.Dispose();
        }
    }
}
