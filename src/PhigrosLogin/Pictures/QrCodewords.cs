using System.Text;

namespace PhigrosLogin.Pictures;

/// <summary>
/// A text as the codewords of a QR code (ISO/IEC 18004 §7.4 to §7.6): bytes with their length, padding, and the error
/// correction of level M, block by block and interleaved.
/// </summary>
internal static class QrCodewords
{
    // Table 9 of the standard, level M, versions 1 to 18: the last holds 560 bytes, more than the longest link.
    private static readonly byte[] CorrectionPerBlock = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26];
    private static readonly byte[] Blocks = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13];

    /// <summary>The smallest version that holds so many bytes.</summary>
    public static int VersionFor(int length)
    {
        var version = 1;
        while (DataLength(version) * 8 < 4 + LengthBits(version) + (length * 8)) version++;
        return version;
    }

    /// <summary>All codewords in the order in which they are drawn.</summary>
    public static byte[] Of(string text, int version)
    {
        var data = Data(Encoding.ASCII.GetBytes(text), version);
        int count = Blocks[version - 1], correction = CorrectionPerBlock[version - 1];
        var generator = Generator(correction);
        var blocks = new (byte[] Data, byte[] Correction)[count];
        for (int index = 0, at = 0; index < count; index++)
        {
            // The blocks at the end are longer by one where the codewords do not divide evenly.
            var length = (data.Length / count) + (index >= count - (data.Length % count) ? 1 : 0);
            var block = data[at..(at + length)];
            blocks[index] = (block, Remainder(block, generator));
            at += length;
        }

        var all = new List<byte>(data.Length + (count * correction));
        for (var at = 0; at <= data.Length / count; at++) all.AddRange(blocks.Where(block => at < block.Data.Length).Select(block => block.Data[at]));
        for (var at = 0; at < correction; at++) all.AddRange(blocks.Select(block => block.Correction[at]));
        return [.. all];
    }

    private static byte[] Data(byte[] text, int version)
    {
        var bits = new List<bool>();
        Append(0b0100, 4); // bytes
        Append(text.Length, LengthBits(version));
        foreach (var each in text) Append(each, 8);

        var data = new byte[DataLength(version)];
        for (var at = 0; at < bits.Count; at++)
        {
            if (bits[at]) data[at / 8] |= (byte)(0x80 >> (at % 8));
        }
        // Four zero bits end the text, as far as there is room; what is left of the last byte is zero already.
        var used = Math.Min((bits.Count + 4 + 7) / 8, data.Length);
        for (var at = used; at < data.Length; at++) data[at] = (at - used) % 2 == 0 ? (byte)0xEC : (byte)0x11;
        return data;

        void Append(int value, int count)
        {
            for (var bit = count - 1; bit >= 0; bit--) bits.Add(((value >> bit) & 1) == 1);
        }
    }

    private static int LengthBits(int version) => version < 10 ? 8 : 16;

    private static int DataLength(int version) => (DrawnBits(version) / 8) - (CorrectionPerBlock[version - 1] * Blocks[version - 1]);

    /// <summary>Modules that carry codewords: all but those of the patterns, the format and the version.</summary>
    private static int DrawnBits(int version)
    {
        var bits = (((16 * version) + 128) * version) + 64;
        if (version >= 2)
        {
            var aligned = (version / 7) + 2;
            bits -= (((25 * aligned) - 10) * aligned) - 55;
        }
        return version >= 7 ? bits - 36 : bits;
    }

    // Reed–Solomon over GF(256) modulo x^8 + x^4 + x^3 + x^2 + 1.
    private static byte[] Generator(int degree)
    {
        var generator = new byte[degree];
        generator[^1] = 1;
        byte root = 1;
        for (var step = 0; step < degree; step++)
        {
            for (var at = 0; at < degree; at++)
            {
                generator[at] = Multiply(generator[at], root);
                if (at + 1 < degree) generator[at] ^= generator[at + 1];
            }
            root = Multiply(root, 2);
        }
        return generator;
    }

    private static byte[] Remainder(byte[] data, byte[] generator)
    {
        var remainder = new byte[generator.Length];
        foreach (var each in data)
        {
            var factor = (byte)(each ^ remainder[0]);
            remainder.AsSpan(1).CopyTo(remainder);
            remainder[^1] = 0;
            for (var at = 0; at < generator.Length; at++) remainder[at] ^= Multiply(generator[at], factor);
        }
        return remainder;
    }

    private static byte Multiply(byte one, byte other)
    {
        var product = 0;
        for (var bit = 7; bit >= 0; bit--)
        {
            product = (product << 1) ^ ((product >> 7) * 0x11D);
            product ^= ((other >> bit) & 1) * one;
        }
        return (byte)product;
    }
}
