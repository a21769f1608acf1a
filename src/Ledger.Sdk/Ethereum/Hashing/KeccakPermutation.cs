using System.Runtime.CompilerServices;

namespace Ledger.Sdk.Ethereum;

/// <summary>Keccak-f[1600] over vectors: element i of every lane belongs to state i. The scalar code in <see cref="Keccak256"/>, transposed.</summary>
internal static class KeccakPermutation<TLane, TOps>
    where TLane : struct
    where TOps : struct, IKeccakLane<TLane>
{
    /// <summary>Permutes the 25 lanes that start at <paramref name="s"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Permute(ref TLane s)
    {
        TLane a0 = Unsafe.Add(ref s, 0), a1 = Unsafe.Add(ref s, 1), a2 = Unsafe.Add(ref s, 2), a3 = Unsafe.Add(ref s, 3), a4 = Unsafe.Add(ref s, 4);
        TLane a5 = Unsafe.Add(ref s, 5), a6 = Unsafe.Add(ref s, 6), a7 = Unsafe.Add(ref s, 7), a8 = Unsafe.Add(ref s, 8), a9 = Unsafe.Add(ref s, 9);
        TLane a10 = Unsafe.Add(ref s, 10), a11 = Unsafe.Add(ref s, 11), a12 = Unsafe.Add(ref s, 12), a13 = Unsafe.Add(ref s, 13), a14 = Unsafe.Add(ref s, 14);
        TLane a15 = Unsafe.Add(ref s, 15), a16 = Unsafe.Add(ref s, 16), a17 = Unsafe.Add(ref s, 17), a18 = Unsafe.Add(ref s, 18), a19 = Unsafe.Add(ref s, 19);
        TLane a20 = Unsafe.Add(ref s, 20), a21 = Unsafe.Add(ref s, 21), a22 = Unsafe.Add(ref s, 22), a23 = Unsafe.Add(ref s, 23), a24 = Unsafe.Add(ref s, 24);
        TLane b0, b1, b2, b3, b4, c0, c1, c2, c3, c4, d0, d1, d2, d3, d4, e1, e2, e3, e4, e5, e6, e7, e8, e9, e10, e11, e12, e13, e14, e15, e16, e17, e18, e19, e20, e21, e22, e23, e24;
        foreach (var constant in Keccak256.RoundConstants)
        {
            c0 = TOps.Xor(a0, a5, TOps.Xor(a10, a15, a20)); c1 = TOps.Xor(a1, a6, TOps.Xor(a11, a16, a21));
            c2 = TOps.Xor(a2, a7, TOps.Xor(a12, a17, a22)); c3 = TOps.Xor(a3, a8, TOps.Xor(a13, a18, a23));
            c4 = TOps.Xor(a4, a9, TOps.Xor(a14, a19, a24)); d0 = TOps.Xor(c4, TOps.Rotate(c1, 1));
            d1 = TOps.Xor(c0, TOps.Rotate(c2, 1)); d2 = TOps.Xor(c1, TOps.Rotate(c3, 1));
            d3 = TOps.Xor(c2, TOps.Rotate(c4, 1)); d4 = TOps.Xor(c3, TOps.Rotate(c0, 1));
            b0 = TOps.Xor(a0, d0); b1 = TOps.Rotate(TOps.Xor(a6, d1), 44); b2 = TOps.Rotate(TOps.Xor(a12, d2), 43);
            b3 = TOps.Rotate(TOps.Xor(a18, d3), 21); b4 = TOps.Rotate(TOps.Xor(a24, d4), 14);
            a0 = TOps.Xor(TOps.Chi(b0, b1, b2), TOps.Create(constant)); e1 = TOps.Chi(b1, b2, b3); e2 = TOps.Chi(b2, b3, b4); e3 = TOps.Chi(b3, b4, b0); e4 = TOps.Chi(b4, b0, b1);
            b0 = TOps.Rotate(TOps.Xor(a3, d3), 28); b1 = TOps.Rotate(TOps.Xor(a9, d4), 20); b2 = TOps.Rotate(TOps.Xor(a10, d0), 3);
            b3 = TOps.Rotate(TOps.Xor(a16, d1), 45); b4 = TOps.Rotate(TOps.Xor(a22, d2), 61);
            e5 = TOps.Chi(b0, b1, b2); e6 = TOps.Chi(b1, b2, b3); e7 = TOps.Chi(b2, b3, b4); e8 = TOps.Chi(b3, b4, b0); e9 = TOps.Chi(b4, b0, b1);
            b0 = TOps.Rotate(TOps.Xor(a1, d1), 1); b1 = TOps.Rotate(TOps.Xor(a7, d2), 6); b2 = TOps.Rotate(TOps.Xor(a13, d3), 25);
            b3 = TOps.Rotate(TOps.Xor(a19, d4), 8); b4 = TOps.Rotate(TOps.Xor(a20, d0), 18);
            e10 = TOps.Chi(b0, b1, b2); e11 = TOps.Chi(b1, b2, b3); e12 = TOps.Chi(b2, b3, b4); e13 = TOps.Chi(b3, b4, b0); e14 = TOps.Chi(b4, b0, b1);
            b0 = TOps.Rotate(TOps.Xor(a4, d4), 27); b1 = TOps.Rotate(TOps.Xor(a5, d0), 36); b2 = TOps.Rotate(TOps.Xor(a11, d1), 10);
            b3 = TOps.Rotate(TOps.Xor(a17, d2), 15); b4 = TOps.Rotate(TOps.Xor(a23, d3), 56);
            e15 = TOps.Chi(b0, b1, b2); e16 = TOps.Chi(b1, b2, b3); e17 = TOps.Chi(b2, b3, b4); e18 = TOps.Chi(b3, b4, b0); e19 = TOps.Chi(b4, b0, b1);
            b0 = TOps.Rotate(TOps.Xor(a2, d2), 62); b1 = TOps.Rotate(TOps.Xor(a8, d3), 55); b2 = TOps.Rotate(TOps.Xor(a14, d4), 39);
            b3 = TOps.Rotate(TOps.Xor(a15, d0), 41); b4 = TOps.Rotate(TOps.Xor(a21, d1), 2);
            e20 = TOps.Chi(b0, b1, b2); e21 = TOps.Chi(b1, b2, b3); e22 = TOps.Chi(b2, b3, b4); e23 = TOps.Chi(b3, b4, b0); e24 = TOps.Chi(b4, b0, b1);
            a1 = e1; a2 = e2; a3 = e3; a4 = e4; a5 = e5; a6 = e6; a7 = e7; a8 = e8; a9 = e9; a10 = e10; a11 = e11; a12 = e12;
            a13 = e13; a14 = e14; a15 = e15; a16 = e16; a17 = e17; a18 = e18; a19 = e19; a20 = e20; a21 = e21; a22 = e22; a23 = e23; a24 = e24;
        }
        Unsafe.Add(ref s, 0) = a0; Unsafe.Add(ref s, 1) = a1; Unsafe.Add(ref s, 2) = a2; Unsafe.Add(ref s, 3) = a3; Unsafe.Add(ref s, 4) = a4;
        Unsafe.Add(ref s, 5) = a5; Unsafe.Add(ref s, 6) = a6; Unsafe.Add(ref s, 7) = a7; Unsafe.Add(ref s, 8) = a8; Unsafe.Add(ref s, 9) = a9;
        Unsafe.Add(ref s, 10) = a10; Unsafe.Add(ref s, 11) = a11; Unsafe.Add(ref s, 12) = a12; Unsafe.Add(ref s, 13) = a13; Unsafe.Add(ref s, 14) = a14;
        Unsafe.Add(ref s, 15) = a15; Unsafe.Add(ref s, 16) = a16; Unsafe.Add(ref s, 17) = a17; Unsafe.Add(ref s, 18) = a18; Unsafe.Add(ref s, 19) = a19;
        Unsafe.Add(ref s, 20) = a20; Unsafe.Add(ref s, 21) = a21; Unsafe.Add(ref s, 22) = a22; Unsafe.Add(ref s, 23) = a23; Unsafe.Add(ref s, 24) = a24;
    }
}
