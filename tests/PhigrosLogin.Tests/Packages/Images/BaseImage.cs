using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace PhigrosLogin.Tests.Packages.Images;

/// <summary>
/// What .NET's own base image for this program has (Dockerfile runtime-deps/10.0/noble-chiseled), made from this machine's files:
/// the libraries, certificates, two users, their folders, and the same configuration. No shell, no other program.
/// </summary>
internal static class BaseImage
{
    private const string Repository = "dotnet/runtime-deps";
    private const string Tag = "10.0-noble-chiseled";
    private const string Libraries = "usr/lib/x86_64-linux-gnu";
    private const string Docker = "application/vnd.docker.distribution.manifest";
    private const UnixFileMode Everybody = (UnixFileMode)0b111_101_101;

    private static readonly string[] Folders =
        ["etc", "etc/ssl", "etc/ssl/certs", "home", "root", "run", "usr", "usr/bin", "usr/sbin", "usr/lib", "usr/lib/ssl", "usr/lib64", Libraries, "var", "var/lib", "var/tmp"];

    private static readonly (string Name, string To)[] Links =
        [("bin", "usr/bin"), ("lib", "usr/lib"), ("lib64", "usr/lib64"), ("sbin", "usr/sbin"), ("usr/lib/ssl/cert.pem", "/etc/ssl/certs/ca-certificates.crt")];

    private static readonly string[] LibraryNames =
        ["libc.so.6", "libcrypto.so.3", "libdl.so.2", "libgcc_s.so.1", "libm.so.6", "libnss_dns.so.2", "libnss_files.so.2", "libpthread.so.0", "libresolv.so.2", "librt.so.1", "libssl.so.3", "libstdc++.so.6", "libz.so.1"];

    /// <summary>Puts it into a registry.</summary>
    /// <param name="certificates">Whom the image believes, as PEM.</param>
    /// <returns>Its name there.</returns>
    public static string PutInto(ImageRegistry registry, string certificates)
    {
        var files = Files(certificates);
        var layer = Compressed(files);
        var configuration = JsonSerializer.SerializeToUtf8Bytes(new
        {
            architecture = "amd64",
            os = "linux",
            created = DateTimeOffset.UnixEpoch,
            config = new
            {
                User = "1654",
                Env = (string[])["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "APP_UID=1654", "ASPNETCORE_HTTP_PORTS=8080", "DOTNET_RUNNING_IN_CONTAINER=true", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=true"],
                WorkingDir = "/",
            },
            rootfs = new { type = "layers", diff_ids = (string[])[ImageRegistry.DigestOf(files)] },
            history = (object[])[new { created = DateTimeOffset.UnixEpoch, created_by = "COPY /rootfs / # buildkit" }],
        });
        var manifest = JsonSerializer.SerializeToUtf8Bytes(new
        {
            schemaVersion = 2,
            mediaType = $"{Docker}.v2+json",
            config = new { mediaType = "application/vnd.docker.container.image.v1+json", size = configuration.Length, digest = registry.Put(configuration) },
            layers = (object[])[new { mediaType = "application/vnd.docker.image.rootfs.diff.tar.gzip", size = layer.Length, digest = registry.Put(layer) }],
        });
        var digest = registry.Put(Repository, "amd64", $"{Docker}.v2+json", manifest);
        registry.Put(Repository, Tag, $"{Docker}.list.v2+json", JsonSerializer.SerializeToUtf8Bytes(new
        {
            schemaVersion = 2,
            mediaType = $"{Docker}.list.v2+json",
            manifests = (object[])[new { mediaType = $"{Docker}.v2+json", size = manifest.Length, digest, platform = new { architecture = "amd64", os = "linux" } }],
        }));
        return $"{registry.Name}/{Repository}:{Tag}";
    }

    private static byte[] Files(string certificates)
    {
        using var files = new MemoryStream();
        using (var tar = new TarWriter(files, TarEntryFormat.Ustar, leaveOpen: true))
        {
            void Add(TarEntryType type, string name, UnixFileMode mode, int owner = 0, string? link = null, byte[]? content = null)
            {
                var entry = new UstarTarEntry(type, name) { Mode = mode, Uid = owner, Gid = owner, ModificationTime = DateTimeOffset.UnixEpoch };
                if (link is not null) entry.LinkName = link;
                if (content is not null) entry.DataStream = new MemoryStream(content);
                tar.WriteEntry(entry);
            }
            foreach (var folder in Folders) Add(TarEntryType.Directory, folder, Everybody);
            Add(TarEntryType.Directory, "tmp", UnixFileMode.StickyBit | (UnixFileMode)0b111_111_111);
            Add(TarEntryType.Directory, "home/app", Everybody, owner: 1654);
            foreach (var (name, to) in Links) Add(TarEntryType.SymbolicLink, name, Everybody, link: to);
            foreach (var library in LibraryNames) Add(TarEntryType.RegularFile, $"{Libraries}/{library}", Everybody, content: File.ReadAllBytes($"/lib/x86_64-linux-gnu/{library}"));
            Add(TarEntryType.RegularFile, "usr/lib64/ld-linux-x86-64.so.2", Everybody, content: File.ReadAllBytes("/lib64/ld-linux-x86-64.so.2"));
            void Write(string name, string text) => Add(TarEntryType.RegularFile, name, (UnixFileMode)0b110_100_100, content: Encoding.UTF8.GetBytes(text));
            Write("etc/passwd", "root:x:0:0:root:/root:/bin/bash\napp:x:1654:1654::/home/app:/bin/false\n");
            Write("etc/group", "root:x:0:\napp:x:1654:\n");
            Write("etc/ssl/certs/ca-certificates.crt", certificates);
        }
        return files.ToArray();
    }

    private static byte[] Compressed(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest)) gzip.Write(content);
        return compressed.ToArray();
    }
}
