using PhigrosLogin.OpenApi;

// Written only where it changed: the build that follows has nothing to do otherwise.
var document = ApiDocument.Write();
if (!File.Exists(args[0]) || await File.ReadAllTextAsync(args[0]) != document)
{
    Directory.CreateDirectory(Path.GetDirectoryName(args[0])!);
    await File.WriteAllTextAsync(args[0], document);
    Console.WriteLine("docs/openapi/v1.json has changed: look at the difference and commit it.");
}
