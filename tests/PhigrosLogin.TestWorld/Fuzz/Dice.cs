using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace PhigrosLogin.Tests.Fuzz;

/// <summary>Chance that FsCheck owns, so that a failure can be replayed, in a form that plain code can ask.</summary>
internal sealed class Dice(int[] rolls)
{
    private int _next;

    /// <summary>A value made of dice, and no smaller one instead: its description says what was done to it.</summary>
    public static Arbitrary<T> Arbitrary<T>(Func<Dice, T> make) =>
        Gen.Choose(0, int.MaxValue - 1).ArrayOf(48).Select(rolls => make(new Dice(rolls))).ToArbitrary();

    /// <summary>The same dice again for the same seed and turn.</summary>
    public static Dice Of(long seed, int turn) => new([.. Enumerable.Range(0, 12).SelectMany(part =>
    {
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(FormattableString.Invariant($"{seed} {turn} {part}")));
        return Enumerable.Range(0, 8).Select(at => BitConverter.ToInt32(hash, at * 4) & int.MaxValue);
    })]);

    /// <summary>From 0 to one less than <paramref name="sides"/>.</summary>
    public int Roll(int sides) => rolls[_next++ % rolls.Length] % sides;

    /// <summary>True once in so many times.</summary>
    public bool Once(int inTimes) => Roll(inTimes) == 0;

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Roll(choices.Count)];

    /// <summary>Does the same with another order.</summary>
    public void Shuffle<T>(List<T> items)
    {
        for (var left = items.Count; left > 1; left--)
        {
            var other = Roll(left);
            (items[left - 1], items[other]) = (items[other], items[left - 1]);
        }
    }
}
