namespace Ledger.Sdk.Gs1.Epcis.Xml;

/// <summary>Rules of EPCIS 1.2 only, in the notation of <see cref="XmlRuleBook"/>.</summary>
internal static class XmlRules1
{
    private const string Why = "bizStep:uri? disposition:uri? readPoint:ReadPointType? bizLocation:BusinessLocationType?";

    private const string Transactions = "bizTransactionList:BusinessTransactionListType?";

    private const string Parties = "sourceList:SourceListType? destinationList:DestinationListType?";

    public const string Events = $"""
        EPCISHeaderType = &StandardBusinessDocumentHeader extension:EPCISHeaderExtensionType? ##other* @@
        EventListType = [ ObjectEvent:ObjectEventType | AggregationEvent:AggregationEventType | QuantityEvent:QuantityEventType | TransactionEvent:TransactionEventType | extension:EPCISEventListExtensionType ]* @@
        EPCISEventListExtensionType = [ TransformationEvent:TransformationEventType | extension:Local ]
        EPCISEventType = eventTime:dateTime recordTime:dateTime? eventTimeZoneOffset:string baseExtension:EPCISEventExtensionType? @@
        EPCISEventExtensionType = eventID:uri? errorDeclaration:ErrorDeclarationType? extension:Local? @@
        ObjectEventType : EPCISEventType = epcList:EPCListType action:ActionType {Why} {Transactions} extension:ObjectEventExtensionType? ##other* @@
        ObjectEventExtensionType = quantityList:QuantityListType? {Parties} ilmd:ILMDType? extension:Local? @@
        AggregationEventType : EPCISEventType = parentID:uri? childEPCs:EPCListType action:ActionType {Why} {Transactions} extension:AggregationEventExtensionType? ##other* @@
        AggregationEventExtensionType = childQuantityList:QuantityListType? {Parties} extension:Local? @@
        QuantityEventType : EPCISEventType = epcClass:uri quantity:int {Why} {Transactions} extension:Local? ##other* @@
        TransactionEventType : EPCISEventType = bizTransactionList:BusinessTransactionListType parentID:uri? epcList:EPCListType action:ActionType {Why} extension:TransactionEventExtensionType? ##other* @@
        TransactionEventExtensionType = quantityList:QuantityListType? {Parties} extension:Local? @@
        TransformationEventType : EPCISEventType = inputEPCList:EPCListType? inputQuantityList:QuantityListType? outputEPCList:EPCListType? outputQuantityList:QuantityListType? transformationID:uri? {Why} {Transactions} {Parties} ilmd:ILMDType? extension:Local? ##other* @@
        ErrorDeclarationType = declarationTime:dateTime reason:uri? correctiveEventIDs:CorrectiveEventIDsType? extension:Local? ##other* @@
        """;
}
