using System.Text;

namespace PhigrosLogin.Tests.Fuzz;

/// <summary>A body that something was done to.</summary>
/// <param name="Bytes">What it became.</param>
/// <param name="Dice">The rest of its chance, for what goes around the body.</param>
internal sealed record Mutant(byte[] Bytes, Dice Dice)
{
    /// <summary>What FsCheck shows of a case that failed.</summary>
    public override string ToString() => $"{Bytes.Length} bytes: {Encoding.Latin1.GetString(Bytes)}";
}
