using PhigrosLogin.Client;

namespace PhigrosLogin.Cli;

/// <summary>How a command ends other than well: the sentence for the person, and the number for the script.</summary>
internal sealed class EndingException(int exitCode, string sentence) : Exception(sentence)
{
    public int ExitCode => exitCode;

    /// <summary>What an upstream's trouble means for the person.</summary>
    public static EndingException Of(UpstreamException trouble, Words words) => new(Cli.ExitCode.Upstream, trouble.Trouble switch
    {
        UpstreamTrouble.ClockSkew => words.WrongClock,
        UpstreamTrouble.Refused => words.UpstreamRefused,
        _ => words.UpstreamSilent,
    } + $" ({trouble.Message})");

    /// <summary>What a gateway's refusal means for the person.</summary>
    public static EndingException Of(GatewayException trouble, Words words) => trouble.Code switch
    {
        GatewayErrorCodes.ClientCredentialRequired or GatewayErrorCodes.ClientCredentialInvalid =>
            new(Cli.ExitCode.Refused, words.NeedsKey),
        GatewayErrorCodes.SessionsDisabled => new(Cli.ExitCode.Refused, $"{words.GatewayRefused} ({trouble.Message})"),
        GatewayErrorCodes.SessionNotFound => new(Cli.ExitCode.Refused, words.SessionNotFound),
        GatewayErrorCodes.RotateOutcomeUnknown => new(Cli.ExitCode.Upstream, words.RotateUnknown),
        GatewayErrorCodes.InvalidRequest => new(Cli.ExitCode.Usage, $"{words.GatewayRefused} ({trouble.Message})"),
        _ => new(Cli.ExitCode.Upstream, $"{words.GatewaySilent} ({trouble.Message})"),
    };
}
