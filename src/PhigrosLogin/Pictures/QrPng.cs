using System.Buffers.Binary;
using System.IO.Compression;

namespace PhigrosLogin.Pictures;

/// <summary>A PNG of one bit a pixel, black on white (ISO/IEC 15948).</summary>
internal static class QrPng
{
    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static byte[] Render(QrModules modules, int scale)
    {
        var width = modules.Size * scale;
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), width);
        header[8] = 1; // a bit a pixel; the zeros after it are grey, deflate, the five filters, not interlaced

        using var png = new MemoryStream();
        png.Write(Signature);
        Append(png, "IHDR"u8, header);
        Append(png, "IDAT"u8, Pixels(modules, scale, width));
        Append(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static byte[] Pixels(QrModules modules, int scale, int width)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Optimal))
        {
            var line = new byte[1 + ((width + 7) / 8)]; // the first byte of a line is its filter: none
            for (var y = 0; y < modules.Size; y++)
            {
                var row = modules.Row(y);
                line.AsSpan().Clear();
                for (var x = 0; x < width; x++)
                {
                    if (!row[x / scale]) line[1 + (x / 8)] |= (byte)(0x80 >> (x % 8));
                }
                for (var again = 0; again < scale; again++) deflate.Write(line);
            }
        }
        return packed.ToArray();
    }

    private static void Append(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        png.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var each in bytes)
        {
            crc ^= each;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }
        return crc;
    }
}
