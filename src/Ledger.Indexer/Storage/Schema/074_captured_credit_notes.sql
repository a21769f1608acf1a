-- A credit note that came as a document, about an imported invoice: invoice is that one's key, invoice_document and invoice_due what its receivable
-- carries. key: debtor, seller and number in words. document: commitment of the credit note under the salt, as the dilution carries it.
create table captured.credit_note (
  id {identity},
  key text not null,
  party {int} not null,
  file {blob} not null,
  debtor {int} not null,
  seller {int} not null,
  number text not null,
  invoice text not null,
  invoice_number text not null,
  invoice_document {blob} not null,
  invoice_due {int} not null,
  amount {int} not null,
  currency text not null,
  issued {int} not null,
  salt {blob} not null,
  document {blob} not null,
  created {int} not null
);

create unique index captured.credit_note_by_key on credit_note (key);
create index captured.credit_note_by_debtor on credit_note (debtor, id);
create index captured.credit_note_by_seller on credit_note (seller, id);
create index captured.credit_note_by_invoice on credit_note (invoice_document);
