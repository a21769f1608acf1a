namespace Ledger.Sdk.Tests.Banking;

/// <summary>Statements of our own making: opening 1,000.00, in 250.00, out 30.00, a batch of 7.00 and 3.50 in, 30.05 pending; closing 1,230.50.</summary>
internal static class CamtSample
{
    public static string Statement(string version)
    {
        var (isNew, bic) = (version is "08", version is "02" ? "BIC" : "BICFI");
        string Status(string code) => isNew ? $"<Sts><Cd>{code}</Cd></Sts>" : $"<Sts>{code}</Sts>";
        string Name(string name) => isNew ? $"<Pty><Nm>{name}</Nm></Pty>" : $"<Nm>{name}</Nm>";
        string Amount(string amount) => version is "02" ? $"<AmtDtls><TxAmt><Amt Ccy=\"EUR\">{amount}</Amt></TxAmt></AmtDtls>" : $"<Amt Ccy=\"EUR\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>";
        return $"""
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt>
            <GrpHdr><MsgId>M-1</MsgId><CreDtTm>2026-03-02T06:00:00Z</CreDtTm></GrpHdr>
            <Stmt><Id>S-1</Id><CreDtTm>2026-03-02T06:00:00Z</CreDtTm>
            <Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy><Svcr><FinInstnId><{bic}>BYLADEM1001</{bic}></FinInstnId></Svcr></Acct>
            <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">1000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-01</Dt></Dt></Bal>
            <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">1230.50</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-01</Dt></Dt></Bal>
            <TxsSummry><TtlNtries><NbOfNtries>4</NbOfNtries><Sum>320.55</Sum></TtlNtries></TxsSummry>
            <Ntry><NtryRef>1</NtryRef><Amt Ccy="EUR">250.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>{Status("BOOK")}<BookgDt><Dt>2026-03-01</Dt></BookgDt><AcctSvcrRef>REF-1</AcctSvcrRef>
            <NtryDtls><TxDtls><Refs><EndToEndId>E2E-1</EndToEndId></Refs>{Amount("250.00")}<RltdPties><Dbtr>{Name("Payer One")}</Dbtr><DbtrAcct><Id><IBAN>FR14 2004 1010 0505 0001 3M02 606</IBAN></Id></DbtrAcct></RltdPties><RmtInf><Strd><CdtrRefInf><Ref>RF84LEDGER2</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls></Ntry>
            <Ntry><NtryRef>2</NtryRef><Amt Ccy="EUR">30.00</Amt><CdtDbtInd>DBIT</CdtDbtInd>{Status("BOOK")}<BookgDt><DtTm>2026-03-01T10:00:00Z</DtTm></BookgDt><AcctSvcrRef>REF-2</AcctSvcrRef>
            <NtryDtls><TxDtls><Refs><EndToEndId>PAYOUT-7</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>
            <Ntry><NtryRef>3</NtryRef><Amt Ccy="EUR">10.50</Amt><CdtDbtInd>CRDT</CdtDbtInd>{Status("BOOK")}<AcctSvcrRef>REF-3</AcctSvcrRef>
            <NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch><TxDtls><Refs><AcctSvcrRef>TX-A</AcctSvcrRef></Refs>{Amount("7.00")}</TxDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>{Amount("3.50")}</TxDtls></NtryDtls></Ntry>
            <Ntry><Amt Ccy="EUR">30.05</Amt><CdtDbtInd>CRDT</CdtDbtInd>{Status("PDNG")}<AcctSvcrRef>REF-4</AcctSvcrRef></Ntry>
            </Stmt></BkToCstmrStmt></Document>
            """;
    }

    public static string Notification() => """
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>M-2</MsgId></GrpHdr>
        <Ntfctn><Id>N-1</Id><Acct><Id><Othr><Id>123456</Id></Othr></Id></Acct>
        <Ntry><Amt Ccy="EUR">5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><AcctSvcrRef>N-REF-1</AcctSvcrRef></Ntry>
        </Ntfctn></BkToCstmrDbtCdtNtfctn></Document>
        """;
}
