using System.Globalization;
using Ledger.Sdk.Gs1.Epcis.Query;

namespace Ledger.Sdk.Tests.Gs1.Epcis.Query;

public sealed class QueryScheduleTests
{
    [Theory]
    [InlineData("minute=5 hour=1", "2026-03-01T12:00:00Z", "2026-03-02T01:05:00Z")]
    [InlineData("minute=5 hour=1", "2026-03-02T01:04:59.999Z", "2026-03-02T01:05:00Z")]
    [InlineData("minute=5 hour=1", "2026-03-02T01:05:00Z", "2026-03-03T01:05:00Z")]
    [InlineData("second=0 minute=0", "2026-03-01T12:00:00Z", "2026-03-01T13:00:00Z")]
    [InlineData("second=0 minute=0 dayOfWeek=[1-5]", "2026-02-27T23:30:00Z", "2026-03-02T00:00:00Z")]
    [InlineData("hour=2", "2026-03-01T02:30:10Z", "2026-03-01T02:31:00Z")]
    [InlineData("second=10,[20-22],59", "2026-03-01T12:00:10Z", "2026-03-01T12:00:20Z")]
    [InlineData("second=10,[20-22],59", "2026-03-01T12:00:22Z", "2026-03-01T12:00:59Z")]
    [InlineData("second=0/30", "2026-03-01T12:00:00Z", "2026-03-01T12:00:30Z")]
    [InlineData("second=0/30", "2026-03-01T12:00:30Z", "2026-03-01T12:01:00Z")]
    [InlineData("dayOfMonth=31 hour=0 minute=0", "2026-01-31T00:00:00Z", "2026-03-31T00:00:00Z")]
    [InlineData("dayOfMonth=29 month=2 hour=0 minute=0", "2026-01-31T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("dayOfWeek=7 hour=0 minute=0", "2026-03-01T00:00:00Z", "2026-03-08T00:00:00Z")]
    [InlineData("dayOfMonth=13 dayOfWeek=5 hour=0 minute=0", "2026-03-13T00:00:00Z", "2026-11-13T00:00:00Z")]
    [InlineData("month=1 dayOfMonth=1 hour=0 minute=0", "2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z")]
    [InlineData("hour=1 minute=30", "2026-03-29T02:00:00+02:00", "2026-03-29T01:30:00Z")]
    public void The_next_time_is_the_first_second_of_utc_that_matches_every_field(string fields, string after, string expected) =>
        Assert.Equal(Time(expected), Schedule(fields).Next(Time(after)));

    [Theory]
    [InlineData("second", "60")]
    [InlineData("second", "")]
    [InlineData("second", "-1")]
    [InlineData("second", "*")]
    [InlineData("second", "1,")]
    [InlineData("minute", "[5-1]")]
    [InlineData("minute", "[5-60]")]
    [InlineData("minute", "1-5")]
    [InlineData("minute", " 1")]
    [InlineData("minute", "5/0")]
    [InlineData("hour", "24")]
    [InlineData("hour", "99999999999999999999")]
    [InlineData("dayOfMonth", "0")]
    [InlineData("dayOfMonth", "32")]
    [InlineData("month", "13")]
    [InlineData("month", "MAR")]
    [InlineData("dayOfWeek", "0")]
    [InlineData("dayOfWeek", "8")]
    public void A_malformed_field_is_refused_by_its_name(string field, string value)
    {
        var refused = Assert.Throws<LedgerException>(() => Schedule($"{field}={value.Replace(" ", "\u00a0")}"));
        Assert.Equal("subscription-invalid", refused.Code);
        Assert.StartsWith($"schedule.{field}: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schedule_that_never_comes_is_refused()
    {
        Assert.Contains("31", Assert.Throws<LedgerException>(() => Schedule("dayOfMonth=31 month=2,4")).Message, StringComparison.Ordinal);
        Assert.StartsWith("schedule: ", Assert.Throws<LedgerException>(() => Schedule("")).Message, StringComparison.Ordinal);
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static QuerySchedule Schedule(string fields)
    {
        var values = fields.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        return new QuerySchedule(values.GetValueOrDefault("second"), values.GetValueOrDefault("minute"), values.GetValueOrDefault("hour"),
            values.GetValueOrDefault("dayOfMonth"), values.GetValueOrDefault("month"), values.GetValueOrDefault("dayOfWeek"));
    }
}
