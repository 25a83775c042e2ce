namespace PhigrosLogin.Tests;

/// <summary>Whether the tests run at full length, as <c>./test.sh --full</c> has them, or as for every change.</summary>
internal static class FullLength
{
    public static bool IsOn { get; } = Environment.GetEnvironmentVariable("PHIGROSLOGIN_FULL") == "1";

    public static bool IsOff => !IsOn;

    /// <summary>One of two amounts: of rounds, rows, requests.</summary>
    public static T Or<T>(T everyday, T full) => IsOn ? full : everyday;
}
