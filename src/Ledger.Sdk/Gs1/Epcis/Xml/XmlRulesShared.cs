namespace Ledger.Sdk.Gs1.Epcis.Xml;

/// <summary>Rules that hold for EPCIS 2.0 and 1.2 alike, in the notation of <see cref="XmlRuleBook"/>.</summary>
internal static class XmlRulesShared
{
    /// <summary>Documents, master data, and the parts of events that did not change.</summary>
    public const string Documents = """
        EPCISDocument -> EPCISDocumentType
        EPCISDocumentType : Document = EPCISHeader:EPCISHeaderType? EPCISBody:EPCISBodyType extension:Local? ##other* @@
        EPCISHeaderExtensionType = EPCISMasterData:EPCISMasterDataType? extension:Local? @@
        EPCISMasterDataType = VocabularyList:VocabularyListType extension:PlainLocal?
        VocabularyListType = Vocabulary:VocabularyType*
        VocabularyType = VocabularyElementList:VocabularyElementListType? extension:Local? ##other* @type!:uri @@
        VocabularyElementListType = VocabularyElement:VocabularyElementType+
        VocabularyElementType = attribute:AttributeType* children:IDListType? extension:Local? ##other* @id!:uri @@
        AttributeType : any = @id!:uri @@
        IDListType = id:uri* @@
        EPCISBodyType = EventList:EventListType? extension:Local? ##other* @@
        EPCListType = epc:EPC*
        QuantityElementType = epcClass:uri ( quantity~:decimal uom:string? )?
        QuantityListType = quantityElement:QuantityElementType*
        ReadPointType = id:uri extension:Local? ##other*
        BusinessLocationType = id:uri extension:Local? ##other*
        BusinessTransactionType : uri = @type:uri
        BusinessTransactionListType = bizTransaction:BusinessTransactionType+
        SourceDestType : uri = @type!:uri
        SourceListType = source:SourceDestType+
        DestinationListType = destination:SourceDestType+
        ILMDType = extension:Local? ##other* @@
        CorrectiveEventIDsType = correctiveEventID:uri*
        ActionType = 'ADD' 'OBSERVE' 'DELETE'
        Local = ##local+ @@
        PlainLocal = ##local+

        """;

    public const string MasterData = """
        EPCISMasterDataDocument -> EPCISMasterDataDocumentType
        EPCISMasterDataDocumentType : Document = EPCISHeader:EPCISHeaderType? EPCISBody:EPCISMasterDataBodyType extension:Local? ##other* @@
        EPCISMasterDataBodyType = VocabularyList:VocabularyListType? extension:Local? ##other* @@
        """;

    /// <summary>Requests and answers of the query interface.</summary>
    public const string Query = """
        EPCISQueryDocument -> EPCISQueryDocumentType
        GetQueryNames -> EmptyParms
        GetQueryNamesResult -> ArrayOfString
        Subscribe -> Subscribe
        SubscribeResult -> VoidHolder
        Unsubscribe -> Unsubscribe
        UnsubscribeResult -> VoidHolder
        GetSubscriptionIDs -> GetSubscriptionIDs
        GetSubscriptionIDsResult -> ArrayOfString
        Poll -> Poll
        GetStandardVersion -> EmptyParms
        GetStandardVersionResult -> string
        GetVendorVersion -> EmptyParms
        GetVendorVersionResult -> string
        VoidHolder -> VoidHolder
        QueryResults -> QueryResults
        DuplicateNameException -> Reason
        InvalidURIException -> Reason
        NoSuchNameException -> Reason
        NoSuchSubscriptionException -> Reason
        DuplicateSubscriptionException -> Reason
        QueryParameterException -> Reason
        QueryTooLargeException -> QueryTooLargeException
        QueryTooComplexException -> Reason
        SubscriptionControlsException -> Reason
        SubscribeNotPermittedException -> Reason
        SecurityException -> Reason
        ValidationException -> Reason
        ImplementationException -> ImplementationException
        EPCISQueryDocumentType : Document = EPCISHeader:EPCISHeaderType? EPCISBody:EPCISQueryBodyType extension:Local? ##other* @@
        EPCISQueryBodyType = [ &GetQueryNames | &GetQueryNamesResult | &Subscribe | &SubscribeResult | &Unsubscribe | &UnsubscribeResult | &GetSubscriptionIDs | &GetSubscriptionIDsResult | &Poll | &GetStandardVersion | &GetStandardVersionResult | &GetVendorVersion | &GetVendorVersionResult | &DuplicateNameException | &InvalidURIException | &NoSuchNameException | &NoSuchSubscriptionException | &DuplicateSubscriptionException | &QueryParameterException | &QueryTooLargeException | &QueryTooComplexException | &SubscriptionControlsException | &SubscribeNotPermittedException | &SecurityException | &ValidationException | &ImplementationException | &QueryResults ]
        Subscribe = queryName:string params:QueryParams dest:uri controls:SubscriptionControls subscriptionID:string
        Unsubscribe = subscriptionID:string
        GetSubscriptionIDs = queryName:string
        Poll = queryName:string params:QueryParams
        VoidHolder =
        EmptyParms =
        ArrayOfString = string:string*
        SubscriptionControls = schedule:QuerySchedule? trigger:uri? initialRecordTime:{time}? reportIfEmpty:boolean extension:Local? ##other*
        QuerySchedule = second:string? minute:string? hour:string? dayOfMonth:string? month:string? dayOfWeek:string? extension:Local? ##other*
        QueryParams = param:QueryParam*
        QueryParam = name:string value:any
        QueryResults = queryName:string subscriptionID:string? resultsBody:QueryResultsBody extension:Local? ##other*
        QueryResultsBody = [ EventList:EventListType | VocabularyList:VocabularyListType ]
        Reason = reason:string
        QueryTooLargeException : Reason = queryName:string? subscriptionID:string?
        ImplementationException : Reason = severity:Severity queryName:string? subscriptionID:string?
        Severity = 'ERROR' 'SEVERE'
        """;

    /// <summary>The Standard Business Document Header of UN/CEFACT.</summary>
    public const string Header = """
        StandardBusinessDocumentHeader -> StandardBusinessDocumentHeader
        CorrelationInformation -> CorrelationInformation
        BusinessService -> BusinessService
        StandardBusinessDocumentHeader = HeaderVersion:string Sender:Partner+ Receiver:Partner+ DocumentIdentification:DocumentIdentification Manifest:Manifest? BusinessScope:BusinessScope?
        DocumentIdentification = Standard:string TypeVersion:string InstanceIdentifier:string Type:string MultipleType:boolean? CreationDateAndTime:dateTime
        Partner = Identifier:PartnerIdentification ContactInformation:ContactInformation*
        PartnerIdentification : string = @Authority:string
        ContactInformation = Contact:string EmailAddress:string? FaxNumber:string? TelephoneNumber:string? ContactTypeIdentifier:string?
        Manifest = NumberOfItems:integer ManifestItem:ManifestItem+
        ManifestItem = MimeTypeQualifierCode:string UniformResourceIdentifier:uri Description:string? LanguageCode:string?
        BusinessScope = Scope:Scope*
        Scope = Type:string InstanceIdentifier:string Identifier:string? [ &CorrelationInformation | &BusinessService ]*
        CorrelationInformation = RequestingDocumentCreationDateTime:dateTime? RequestingDocumentInstanceIdentifier:string? ExpectedResponseDateTime:dateTime?
        BusinessService = BusinessServiceName:string? ServiceTransaction:ServiceTransaction?
        ServiceTransaction = @TypeOfServiceTransaction:ServiceRole @IsNonRepudiationRequired:string @IsAuthenticationRequired:string @IsNonRepudiationOfReceiptRequired:string @IsIntegrityCheckRequired:string @IsApplicationErrorResponseRequested:string @TimeToAcknowledgeReceipt:string @TimeToAcknowledgeAcceptance:string @TimeToPerform:string @Recurrence:string
        ServiceRole = 'RequestingServiceTransaction' 'RespondingServiceTransaction'
        """;
}
