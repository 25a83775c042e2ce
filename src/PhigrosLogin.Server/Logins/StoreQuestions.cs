using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Server.Logins;

/// <summary>Turns a database that cannot be used now into the response for the caller: retry in a moment.</summary>
internal static class StoreQuestions
{
    /// <exception cref="OverloadedException">The database does not respond, or accepts nothing for now.</exception>
    public static async Task<T> AskAsync<T>(this ILoginStore store, Func<Task<T>> question)
    {
        try
        {
            return await question();
        }
        catch (Exception failure) when (StoreFailure.IsUnavailable(failure))
        {
            throw new OverloadedException(
                "The database of this gateway is unavailable. Retry later.", TimeSpan.FromSeconds(2), failure)
            {
                IsStoreUnavailable = true,
            };
        }
    }
}
