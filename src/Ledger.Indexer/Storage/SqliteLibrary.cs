using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Ledger.Indexer.Storage;

/// <summary>Chooses the native SQLite: the system's where it is new enough, else the bundled one.</summary>
/// <remarks>The bundle dates from 2021 (3.35); distributions patch theirs.</remarks>
internal static class SqliteLibrary
{
    private const int OldestVersion = 3_035_000;

    private static readonly string[] SystemNames = ["libsqlite3.so.0", "libsqlite3.dylib", "winsqlite3"];

    private static readonly Lazy<bool> Loaded = new(Load);

    /// <summary>Loads it once; true where it is the system's.</summary>
    public static bool UseSystem() => Loaded.Value;

    private static bool Load()
    {
        var handle = SystemNames.Select(Find).FirstOrDefault(found => found != 0);
        if (handle != 0)
            NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, (name, _, _) => name == "e_sqlite3" ? handle
                : 0);
        Batteries_V2.Init();
        return handle != 0;
    }

    private static unsafe nint Find(string name)
    {
        if (!NativeLibrary.TryLoad(name, Assembly.GetExecutingAssembly(), null, out var handle)) return 0;
        if (NativeLibrary.TryGetExport(handle, "sqlite3_libversion_number", out var version)
            && ((delegate* unmanaged[Cdecl]<int>)version)() >= OldestVersion) return handle;
        NativeLibrary.Free(handle);
        return 0;
    }
}
