namespace Ledger.Sdk.Gs1.Epcis.Xml;

/// <summary>Rules of EPCIS 2.0 only, in the notation of <see cref="XmlRuleBook"/>.</summary>
internal static class XmlRules2
{
    private const string Base =
        "eventTime:DateTimeStamp recordTime:DateTimeStamp? eventTimeZoneOffset:string eventID:uri? errorDeclaration:ErrorDeclarationType? "
        + "certificationInfo:uri? baseExtension:Foreign?";

    private const string Why = "bizStep:uri? disposition:uri? readPoint:ReadPointType? bizLocation:BusinessLocationType?";

    private const string Transactions = "bizTransactionList:BusinessTransactionListType?";

    private const string Parties = "sourceList:SourceListType? destinationList:DestinationListType?";

    private const string How = "sensorElementList:SensorElementListType? persistentDisposition:PersistentDispositionType?";

    private const string End = "extension:Foreign? ##other* @@";

    public const string Events = $"""
        EPCISHeaderType = &StandardBusinessDocumentHeader? extension:EPCISHeaderExtensionType? @@
        EventListType = [ ObjectEvent:ObjectEventType | AggregationEvent:AggregationEventType | TransformationEvent:TransformationEventType | TransactionEvent:TransactionEventType | AssociationEvent:AssociationEventType | extension:Foreign ]* @@
        Foreign = ##other+ @@
        EPCISEventType = {Base} @@
        ObjectEventType : EPCISEventType = epcList:EPCListType? action:ActionType {Why} {Transactions} quantityList:QuantityListType? {Parties} {How} ilmd:ILMDType? {End}
        AggregationEventType : EPCISEventType = parentID:uri? childEPCs:EPCListType? action:ActionType {Why} {Transactions} childQuantityList:QuantityListType? {Parties} {How} {End}
        TransactionEventType : EPCISEventType = bizTransactionList:BusinessTransactionListType parentID:uri? epcList:EPCListType? action:ActionType {Why} quantityList:QuantityListType? {Parties} {How} {End}
        TransformationEventType : EPCISEventType = inputEPCList:EPCListType? inputQuantityList:QuantityListType? outputEPCList:EPCListType? outputQuantityList:QuantityListType? transformationID:uri? {Why} {Transactions} {Parties} {How} ilmd:ILMDType? {End}
        AssociationEventType : EPCISEventType = parentID:uri childEPCs:EPCListType? childQuantityList:QuantityListType? action:ActionType {Why} {Transactions} {Parties} {How} {End}
        ErrorDeclarationType = [ declarationTime:DateTimeStamp | reason:uri | correctiveEventIDs:CorrectiveEventIDsType | extension:Local | ##other ]* @@
        PersistentDispositionType = unset:uri* set:uri*
        SensorElementListType = sensorElement:SensorElementType+ extension:Local?
        SensorElementType = sensorMetadata:SensorMetadataType? sensorReport:SensorReportType+ extension:Local? ##other*
        SensorMetadataType : string = @time:DateTimeStamp @deviceID:uri @deviceMetadata:uri @rawData:uri @startTime:DateTimeStamp @endTime:DateTimeStamp @bizRules:uri @dataProcessingMethod:uri @@
        SensorReportType : string = @type:uri @value:double @component:uri @stringValue:string @booleanValue:boolean @hexBinaryValue:hexBinary @uriValue:uri @uom:string @minValue:double @maxValue:double @sDev:double @chemicalSubstance:uri @microorganism:uri @deviceID:uri @deviceMetadata:uri @rawData:uri @time:DateTimeStamp @meanValue:double @percRank:double @percValue:double @dataProcessingMethod:uri @coordinateReferenceSystem:uri @exception:uri @@
        EPCISCaptureJob -> EPCISCaptureJobType
        EPCISException -> RFC7807ProblemResponseBodyType
        EPCISCaptureJobType = captureErrorBehaviour:EPCISCaptureErrorBehaviourType createdAt:DateTimeStamp? finishedAt:DateTimeStamp? [ errors:EPCISCaptureDocumentErrorListType | errorFile:uri ]? ##other* @running!:boolean @success!:boolean @captureID!:string @@
        RFC7807ProblemResponseBodyType = type:uri title:string status:int? detail:string? instance:uri? ##other*
        EPCISCaptureErrorBehaviourType = 'rollback' 'proceed'
        EPCISCaptureDocumentErrorListType = error:RFC7807ProblemResponseBodyType+
        """;
}
