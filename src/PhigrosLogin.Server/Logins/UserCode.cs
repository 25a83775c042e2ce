using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace PhigrosLogin.Server.Logins;

/// <summary>
/// What a player types in place of a link: 8 of the 20 consonants of RFC 8628 §6.1, which spell no words and look alike
/// on no screen. 34 bits are few, so wrong guesses are counted where they are typed.
/// </summary>
internal static class UserCode
{
    private const string Letters = "BCDFGHJKLMNPQRSTVWXZ";
    private const int Length = 8;

    public static Secret New() => new(RandomNumberGenerator.GetString(Letters, Length));

    /// <summary>Reads what a person typed: small letters, spaces and dashes are all the same to it.</summary>
    /// <returns>Whether it can be a code at all.</returns>
    public static bool TryRead(string typed, [NotNullWhen(true)] out Secret? code)
    {
        var letters = typed.Where(character => !char.IsWhiteSpace(character) && !IsDash(character) && !IsInvisible(character)).Select(Narrow).Select(char.ToUpperInvariant).ToArray();
        code = letters.Length == Length && letters.All(Letters.Contains) ? new Secret(new string(letters)) : null;
        return code is not null;
    }

    // Chinese keyboards can write letters as wide as a character.
    private static char Narrow(char character) => character is >= 'Ａ' and <= 'ｚ' ? (char)(character - 'Ａ' + 'A') : character;

    // Chats put zero-width characters and marks of the writing direction into what is copied from them.
    private static bool IsInvisible(char character) =>
        char.GetUnicodeCategory(character) is UnicodeCategory.Format or UnicodeCategory.Control;

    // Keyboards and chats turn a dash into several others.
    private static bool IsDash(char character) => char.GetUnicodeCategory(character) == UnicodeCategory.DashPunctuation || character is '_' or '−';
}
