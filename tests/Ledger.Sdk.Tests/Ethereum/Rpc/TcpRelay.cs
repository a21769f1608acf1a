using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Ledger.Sdk.Tests.Ethereum.Rpc;

/// <summary>Passes bytes between a client and a server on loopback until the test cuts the wires.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Socket> sockets = [];
    private readonly int target;
    private readonly Task loop;

    public TcpRelay(int target)
    {
        this.target = target;
        listener.Start();
        loop = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Resets every connection.</summary>
    public void Cut()
    {
        while (sockets.TryTake(out var socket)) socket.Close(0);
    }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        Cut();
        await loop;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await listener.AcceptSocketAsync();
                var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await far.ConnectAsync(IPAddress.Loopback, target);
                sockets.Add(near);
                sockets.Add(far);
                _ = PumpAsync(near, far);
                _ = PumpAsync(far, near);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // stopped
        }
    }

    private static async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 << 10];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count) await to.SendAsync(buffer.AsMemory(0, count));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // cut
        }

        from.Dispose();
        to.Dispose();
    }
}
