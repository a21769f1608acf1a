using System.Runtime.InteropServices;

namespace Ledger.Devnet.Hosting;

/// <summary>Ends this process when the <c>dotnet run</c> that started it was killed, so that nothing is left behind.</summary>
internal static partial class ParentWatch
{
    /// <summary>Calls <paramref name="orphaned"/> once the parent is gone; does nothing unless the parent is <c>dotnet run</c>.</summary>
    public static void Start(Action orphaned)
    {
        if (!OperatingSystem.IsLinux()) return;
        var parent = GetParentProcessId();
        if (!IsDotnetRun(parent)) return;
        new Thread(() =>
        {
            while (GetParentProcessId() == parent) Thread.Sleep(200);
            orphaned();
        })
        { IsBackground = true, Name = "parent watch" }.Start();
    }

    private static bool IsDotnetRun(int process)
    {
        try
        {
            var words = File.ReadAllText($"/proc/{process}/cmdline").Split('\0');
            return words.Length > 1 && Path.GetFileNameWithoutExtension(words[0]) == "dotnet" && words.Skip(1).Any(word => word is "run" or "watch");
        }
        catch (IOException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int GetParentProcessId();
}
