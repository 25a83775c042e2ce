namespace PhigrosLogin.Server.Store;

/// <summary>
/// Coordinates the instances that work on the same <see cref="ILoginStore"/>: leases, so that one instance at a time polls
/// a code or exchanges a grant; notifications of changes; and the clock that all instances share.
/// </summary>
internal interface IInstanceCoordinator
{
    /// <summary>Whether other instances may write to the same store, so that a copy in memory may be out of date.</summary>
    bool HasOthers { get; }

    /// <summary>The time of day that all instances share.</summary>
    ValueTask<DateTimeOffset> GetUtcNowAsync();

    // :: Leases

    /// <summary>Requests the lease to poll a code: no other instance holds it, and the code's pace allows a poll.</summary>
    /// <param name="key">See <see cref="CodeKey"/>.</param>
    /// <param name="loginId">The login that the code belongs to, if it has one.</param>
    /// <param name="duration">After this time other instances may take the lease over.</param>
    /// <param name="codeLifetime">The remaining lifetime of the code.</param>
    ValueTask<PollLease> AcquirePollLeaseAsync(byte[] key, string? loginId, TimeSpan duration, TimeSpan codeLifetime);

    /// <summary>Releases a poll lease; the next poll may come after the wait that the pace says.</summary>
    /// <param name="key">See <see cref="CodeKey"/>.</param>
    /// <param name="lease">
    /// The lease from <see cref="AcquirePollLeaseAsync"/>. If another instance has taken it over, nothing changes.
    /// </param>
    /// <param name="pace">The pace from here on.</param>
    /// <param name="mayBeSpent">Whether TapTap may have spent the code and the response was lost.</param>
    ValueTask ReleasePollLeaseAsync(byte[] key, PollLease lease, PollPace pace, bool mayBeSpent);

    /// <summary>Requests the lease to exchange the grant of a login.</summary>
    /// <returns>False while another instance holds it.</returns>
    ValueTask<bool> AcquireExchangeLeaseAsync(string loginId);

    /// <summary>Releases an exchange lease before it ends, so that another instance may take it.</summary>
    ValueTask ReleaseExchangeLeaseAsync(string loginId);

    // :: Changes by other instances

    /// <summary>
    /// The changes that instances commit, in batches, from now on; ends at once if there are no other instances. A batch may
    /// include changes of this instance.
    /// </summary>
    IAsyncEnumerable<LoginChanges> ReadChangesAsync(CancellationToken cancellationToken);

    /// <summary>The login if its stored revision is higher than the given one; null otherwise.</summary>
    ValueTask<StoredLogin?> FindNewerLoginAsync(string id, long revision);

    /// <summary>Those of the given logins whose stored revision is higher than the given one.</summary>
    ValueTask<IReadOnlyList<StoredLogin>> FindNewerLoginsAsync(IReadOnlyCollection<(string Id, long Revision)> known);

    /// <summary>Reads a code again if another instance may have changed it; null otherwise.</summary>
    ValueTask<StoredCode?> RereadCodeAsync(byte[] key);

    /// <summary>The logins that an instance should be polling or exchanging, and none is.</summary>
    ValueTask<IReadOnlyList<StoredLogin>> FindOrphansAsync();
}
