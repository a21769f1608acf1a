namespace Ledger.Api.Http;

/// <content>What is wrong with files that are imported, and with what is exported.</content>
public static partial class ProblemCatalog
{
    private static ProblemKind[] Files =>
    [
        new("file-encoding", 422, "The file is not UTF-8", "The detail names the first byte that is no UTF-8. Save the file as UTF-8; nothing of it was stored."),
        new("file-malformed", 422, "The file can't be read", "The file is not of the form that its content type says; the detail names the line. Nothing of it was stored."),
        new("file-oversized", 413, "The file exceeds a limit", "A row, an element or the file is larger than what is taken. Nothing of it was stored."),
        new("import-running", 409, "The file is being imported", "The same file is being imported by the same party. GET /imports/{file} says how far it is."),
        new("duplicate-invoice", 409, "The invoice was imported before", "A pair of debtor and seller has an invoice of this number already. Nothing was stored."),
        new("currency-mismatch", 422, "Another currency", "An amount, or the account, is in another currency than it should be. Nothing was stored."),
        new("statement-unbalanced", 422, "The statement does not add up", "Opening balance and entries do not make the closing balance, or a sum that the statement says of itself is wrong; the detail has the figures. Nothing was stored."),
        new("statement-repeated", 409, "The statement's id is taken", "A statement of the same id says something else. Nothing was stored."),
        new("reference-replayed", 409, "The bank's reference says something else", "A reference that was imported before comes with another amount or direction; the detail has both. Nothing was stored."),
        new("payment-invalid", 422, "No bank would take this payment", "A name, an account, an id or an amount breaks the rules of ISO 20022; the detail says which."),
        new("nothing-to-pay", 409, "Nothing to pay", "No payout whose money was burned waits to be ordered."),
        new("unknown-currency", 422, "No such currency", "Currencies are codes of ISO 4217, such as EUR."),
    ];
}
