using System.Data;
using System.Globalization;
using Dapper;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Storage;

/// <summary>Teaches Dapper the byte types and unsigned numbers, as parameters and as columns.</summary>
/// <remarks>
/// A <c>uint64</c> of a contract is stored in a signed 64-bit column by its bits, so that every value survives;
/// both engines order values up to 2⁶³ − 1 correctly, and none above occurs in honest use.
/// </remarks>
public static class DapperTypes
{
    private static readonly Lazy<bool> Registered = new(() =>
    {
        SqlMapper.RemoveTypeMap(typeof(ulong));
        SqlMapper.RemoveTypeMap(typeof(ulong?));
        SqlMapper.AddTypeHandler(new HashHandler());
        SqlMapper.AddTypeHandler(new AddressHandler());
        SqlMapper.AddTypeHandler(new UnsignedHandler());
        return true;
    });

    /// <summary>Registers them once a process; opening a <see cref="Database"/> does it.</summary>
    public static void Register() => _ = Registered.Value;

    private sealed class HashHandler : SqlMapper.TypeHandler<Hash32>
    {
        public override Hash32 Parse(object value) => new((byte[])value);

        public override void SetValue(IDbDataParameter parameter, Hash32 value)
        {
            parameter.DbType = DbType.Binary;
            parameter.Value = value.ToArray();
        }
    }

    private sealed class AddressHandler : SqlMapper.TypeHandler<Address>
    {
        public override Address Parse(object value) => new((byte[])value);

        public override void SetValue(IDbDataParameter parameter, Address value)
        {
            parameter.DbType = DbType.Binary;
            parameter.Value = value.ToArray();
        }
    }

    private sealed class UnsignedHandler : SqlMapper.TypeHandler<ulong>
    {
        public override ulong Parse(object value) => unchecked((ulong)Convert.ToInt64(value, CultureInfo.InvariantCulture));

        public override void SetValue(IDbDataParameter parameter, ulong value)
        {
            parameter.DbType = DbType.Int64;
            parameter.Value = unchecked((long)value);
        }
    }
}
