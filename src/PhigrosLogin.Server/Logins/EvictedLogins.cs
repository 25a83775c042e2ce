namespace PhigrosLogin.Server.Logins;

/// <summary>
/// The logins that were evicted from memory and whose rows are still in the store, bounded: when there are too many, the
/// row of the one that was evicted first is to be deleted. It keeps no login alive.
/// </summary>
internal sealed class EvictedLogins(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _byId = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byAge = new();

    /// <returns>Id and revision of the login whose row is to be deleted, if there is one.</returns>
    public (string Id, long Revision)? Add(Login login)
    {
        lock (_lock)
        {
            RemoveEntry(login.Id);
            var entry = new Entry(login.Id, login.State.Revision, new WeakReference<Login>(login));
            _byId[login.Id] = entry;
            entry.Node = _byAge.AddLast(entry);
            if (_byAge.Count <= capacity) return null;
            var oldest = _byAge.First!.Value;
            RemoveEntry(oldest.Id);
            return (oldest.Id, oldest.Revision);
        }
    }

    /// <summary>Removes a login, which is about to be used again.</summary>
    /// <returns>Its object, if it is still in use.</returns>
    public Login? Take(string id)
    {
        lock (_lock)
        {
            if (!_byId.TryGetValue(id, out var entry)) return null;
            RemoveEntry(id);
            return entry.Login.TryGetTarget(out var login) ? login : null;
        }
    }

    private void RemoveEntry(string id)
    {
        if (_byId.Remove(id, out var entry)) _byAge.Remove(entry.Node!);
    }

    private sealed class Entry(string id, long revision, WeakReference<Login> login)
    {
        public string Id => id;

        public long Revision => revision;

        public WeakReference<Login> Login => login;

        public LinkedListNode<Entry>? Node { get; set; }
    }
}
