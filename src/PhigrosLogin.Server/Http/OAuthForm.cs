using Microsoft.AspNetCore.Connections;
using Microsoft.Net.Http.Headers;

namespace PhigrosLogin.Server.Http;

/// <summary>What an OAuth client posts: a form without repeated parameters; one without a value counts as absent (RFC 6749 §3.2).</summary>
internal sealed class OAuthForm
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private OAuthForm()
    {
    }

    public string? this[string name] => _values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <exception cref="BadBodyException">It is no form.</exception>
    /// <exception cref="Problem">It cannot be used.</exception>
    public static async Task<OAuthForm> ReadAsync(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            throw new BadBodyException(StatusCodes.Status415UnsupportedMediaType, "Send a form: Content-Type: application/x-www-form-urlencoded.");
        }
        var form = new OAuthForm();
        foreach (var (name, values) in await request.ReadAnyFormAsync())
        {
            form._values[name] = values is [{ } value] ? value : throw Problem.InvalidRequest("A parameter stands there more than once.");
        }
        return form;
    }

    /// <summary>A parameter that has to be there.</summary>
    /// <exception cref="Problem">It is not.</exception>
    public string Require(string name) => this[name] ?? throw Problem.InvalidRequest($"{name} is missing.");
}

internal static class AnyForm
{
    /// <summary>A form, whatever is wrong with it being the fault of whoever sent it.</summary>
    public static async Task<IFormCollection> ReadAnyFormAsync(this HttpRequest request)
    {
        try
        {
            return await request.ReadFormAsync(request.HttpContext.RequestAborted);
        }
        catch (InvalidDataException)
        {
            throw Problem.InvalidRequest("The form cannot be read: too many parameters, or too long a name.");
        }
        catch (IOException broken) when (broken is not (BadHttpRequestException or ConnectionResetException))
        {
            throw new BadHttpRequestException("The body is broken.", StatusCodes.Status400BadRequest, broken);
        }
    }
}
