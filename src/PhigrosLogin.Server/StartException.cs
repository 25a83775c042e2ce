using System.Net.Sockets;

namespace PhigrosLogin.Server;

/// <summary>The gateway cannot listen where a setting says; the message is a sentence for the operator.</summary>
internal sealed class ListenException(string setting, IEnumerable<string> urls, Exception failure)
    : IOException(
        $"{setting}: the gateway cannot listen at {string.Join(" and ", urls)}: {Reason(failure)}. " +
        $"Choose another address, such as --{setting}=http://localhost:5016.",
        failure)
{
    private static string Reason(Exception failure) => SocketErrorOf(failure) switch
    {
        SocketError.AddressAlreadyInUse => "the address is in use",
        SocketError.AddressNotAvailable => "this machine has no such address",
        SocketError.AccessDenied => "this user may not use the port",
        SocketError.AddressFamilyNotSupported => "this machine has no addresses of that kind",
        { } other => other.ToString(),
        null => failure.Message.TrimEnd('.'),
    };

    private static SocketError? SocketErrorOf(Exception failure) => failure switch
    {
        SocketException socket => socket.SocketErrorCode,
        AggregateException several =>
            several.InnerExceptions.Select(SocketErrorOf).FirstOrDefault(error => error is not null),
        { InnerException: { } inner } => SocketErrorOf(inner),
        _ => null,
    };
}

/// <summary>The first lines of the gateway cannot be written; the message is a sentence for the operator.</summary>
internal sealed class OutputException(Exception failure)
    : Exception(
        $"The first lines cannot be written to stdout ({failure.Message.TrimEnd('.')}). " +
        "Send the output to a place that can be written.",
        failure);
