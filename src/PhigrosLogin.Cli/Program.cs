using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text;
using PhigrosLogin;
using PhigrosLogin.Cli;
using PhigrosLogin.Cli.LiveCheck;
using PhigrosLogin.Client;
using PhigrosLogin.Cloud;
using PhigrosLogin.Pictures;

// UTF-8 whatever the locale says: half blocks exist in no other encoding of a terminal.
var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
await using var stdout = new ResultStream();
await using var result = new StreamWriter(stdout, utf8) { AutoFlush = true, NewLine = "\n" };
await using var stderr = new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = false, NewLine = "\n" };

var words = Words.For(Environment.GetEnvironmentVariable);
var isTerminal = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not "dumb";
using var screen = new Screen(stderr, isTerminal, words, TimeProvider.System);

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

try
{
    var desk = new Desk(stderr, TimeProvider.System)
    {
        Input = Console.IsInputRedirected ? null : Console.In,
        Style = isTerminal ? TextStyle.Ansi : TextStyle.Dark,
    };
    var settings = new ToolSettings(Environment.GetEnvironmentVariables(), words);
    var output = new ResultOutput(result, ResultStream.Test, screen, words);
    var asked = new Commands(words, settings, screen, desk, output, stderr).Root.Parse(args);
    if (asked.Errors.Count > 0) throw new EndingException(ExitCode.Usage, Complaint(asked));
    // The signals are ours: the library would end the process before the last words are said.
    return await asked.InvokeAsync(
        new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = result, Error = stderr }, stop.Token);
}
catch (EndingException ending)
{
    return End(ending);
}
catch (UpstreamException trouble)
{
    return End(EndingException.Of(trouble, words));
}
catch (GatewayException trouble)
{
    return End(EndingException.Of(trouble, words));
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return End(new EndingException(ExitCode.Cancelled, words.Cancelled));
}
catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
{
    return End(new EndingException(ExitCode.Output, words.CannotWrite(failure.Message)));
}
#pragma warning disable CA1031 // the last place where an exception can become a sentence
catch (Exception unforeseen)
#pragma warning restore CA1031
{
    // NOTE: by its type alone: its text may repeat a token.
    return End(new EndingException(ExitCode.Internal, words.InternalError(unforeseen.GetType().Name)));
}

int End(EndingException ending)
{
    screen.End(ending.Message);
    return ending.ExitCode;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

// NOTE: a complaint repeats what it does not understand, and that may be a token.
string Complaint(ParseResult asked) => string.Join(' ', asked.Errors.Select(error => error.Message)) is var complaint && args.Any(GameCloudClient.IsSessionToken)
    ? words.TokenNotHere
    : complaint;
