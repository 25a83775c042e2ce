using System.Data.Common;
using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Server.Logins;

/// <summary>What a caller hears while a shared store does not answer: come back in a moment.</summary>
internal static class StoreQuestions
{
    /// <exception cref="OverloadedException">The store does not answer.</exception>
    public static async Task<T> AskAsync<T>(this ILoginStore store, Func<Task<T>> question)
    {
        try
        {
            return await question();
        }
        catch (DbException trouble) when (store is PostgresLoginStore)
        {
            throw new OverloadedException("The database of this gateway is unavailable. Retry later.", TimeSpan.FromSeconds(2), trouble)
            {
                IsStoreUnavailable = true,
            };
        }
    }
}
