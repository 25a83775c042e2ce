using System.ComponentModel;
using System.Diagnostics;

namespace PhigrosLogin.LiveCheck;

/// <summary>A link as a QR picture in the terminal, if the program qrencode is installed.</summary>
internal static class QrPicture
{
    public static async Task<string?> TryDrawAsync(string link, CancellationToken cancellationToken)
    {
        try
        {
            var start = new ProcessStartInfo("qrencode", ["-t", "UTF8", "-l", "M", "-m", "2"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
            using var qrencode = Process.Start(start)!;
            // On its input and not among its arguments, which every user of the machine can read.
            await qrencode.StandardInput.WriteAsync(link);
            qrencode.StandardInput.Close();
            var picture = await qrencode.StandardOutput.ReadToEndAsync(cancellationToken);
            await qrencode.WaitForExitAsync(cancellationToken);
            return qrencode.ExitCode == 0 ? picture : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
