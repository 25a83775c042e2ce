namespace PhigrosLogin.Tests;

/// <summary>Tests that measure the real clock or listen to the whole process; nothing else runs beside them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
#pragma warning disable CA1711, CA1052 // what xunit calls a collection is none, and it wants an ordinary class
public class Alone;
#pragma warning restore CA1711, CA1052
