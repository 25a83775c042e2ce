using PhigrosLogin.Polling;

namespace PhigrosLogin.Server.Logins;

/// <summary>Saves the states of one device code of a login: they are part of the login's own state.</summary>
/// <param name="logins">Where the login is saved.</param>
/// <param name="login">The login.</param>
/// <param name="number">The number of the code within the login.</param>
/// <param name="clock">The clock.</param>
internal sealed class LoginCodeStore(LoginRepository logins, Login login, int number, SteadyClock clock)
    : IDeviceCodeStore
{
    public Task SaveAsync(DeviceCodeSession session, DeviceCodeState state) => logins.ChangeAsync(
        login, before => before.After(state, number, session.Upstream.Region.Name, clock.Now));

    public async ValueTask<bool> RefreshAsync(DeviceCodeSession session)
    {
        await logins.RefreshAsync(login);
        return login.State.IsOpen && login.State.Codes.Any(code => code.Attempt == number);
    }
}
