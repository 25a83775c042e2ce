using PhigrosLogin.OpenApi;
using PhigrosLogin.OpenApi.Settings;
using PhigrosLogin.Server.Pages;

// The build writes the first. The others are written on request, when a test says that they are out of date.
await WriteAsync(args[0], ApiDocument.Write());
if (args is [_, var docs])
{
    await WriteAsync(Path.Combine(docs, "settings.md"), SettingsDocument.Write(PageLanguage.English));
    await WriteAsync(Path.Combine(docs, "settings.zh-CN.md"), SettingsDocument.Write(PageLanguage.Chinese));
}

// Written only where it changed: the build that follows has nothing to do otherwise.
static async Task WriteAsync(string file, string document)
{
    if (File.Exists(file) && await File.ReadAllTextAsync(file) == document) return;
    Directory.CreateDirectory(Path.GetDirectoryName(file)!);
    await File.WriteAllTextAsync(file, document);
    Console.WriteLine($"{file} has changed: look at the difference and commit it.");
}
