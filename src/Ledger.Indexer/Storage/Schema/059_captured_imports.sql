-- A file that was imported whole. file: its SHA-256. kind: 1 invoices, 2 statements. Times are unix seconds.
create table captured.file_import (
  party {int} not null,
  file {blob} not null,
  kind {int} not null,
  created {int} not null,
  rows_read {int} not null,
  rows_stored {int} not null,
  primary key (party, file, kind)
) {keyed};

-- An invoice that its debtor has approved. key: SHA-256 of debtor, seller and number, so that a pair's number stands here once.
-- issued and due_day are days since 1970, due unix seconds. document: commitment of the invoice under the salt, as the receivable carries it.
create table captured.approved_invoice (
  id {identity},
  key {blob} not null,
  party {int} not null,
  file {blob} not null,
  line {int} not null,
  debtor {int} not null,
  seller {int} not null,
  number text not null,
  amount {int} not null,
  currency text not null,
  issued {int} not null,
  due_day {int} not null,
  due {int} not null,
  order_reference text,
  nullifier {blob},
  salt {blob} not null,
  document {blob} not null,
  created {int} not null
);

create unique index captured.approved_invoice_by_key on approved_invoice (key);
create index captured.approved_invoice_by_debtor on approved_invoice (debtor, id);
create index captured.approved_invoice_by_seller on approved_invoice (seller, id);

-- A statement that a bank uploaded: the same id again has to say the same.
create table captured.bank_statement (
  bank {int} not null,
  account text not null,
  kind {int} not null,
  statement text not null,
  opening text,
  closing text,
  file {blob} not null,
  created {int} not null,
  primary key (bank, account, kind, statement)
) {keyed};

-- A booked movement of a bank's account, once for each of the bank's references. credit: 1 in, 0 out. booked: days since 1970.
-- state: 1 a credit to be issued to a party, 2 a debit that paid a payout, 3 matched to nothing: why says why not.
-- bank_ref: what a Mint carries for it.
create table captured.bank_movement (
  id {identity},
  bank {int} not null,
  account text not null,
  reference text not null,
  statement text not null,
  amount {int} not null,
  currency text not null,
  credit {int} not null,
  reversal {int} not null,
  booked {int},
  end_to_end text,
  name text,
  counter_account text,
  remittance text not null,
  state {int} not null,
  party {int},
  payout text,
  why text,
  bank_ref {blob} not null,
  created {int} not null
);

create unique index captured.bank_movement_by_reference on bank_movement (bank, account, reference);
create index captured.bank_movement_by_state on bank_movement (bank, state, id);

-- What a party asks its bank to pay out. reference: what the Burn carries, a hash of all that the party said. payment: the pain.001 that
-- orders it. paid: when a statement showed it.
create table captured.payout (
  id text primary key,
  party {int} not null,
  bank {int} not null,
  amount {int} not null,
  currency text not null,
  name text not null,
  account text not null,
  bic text,
  remittance text,
  reference {blob} not null unique,
  payment text,
  paid {int},
  created {int} not null
);

create index captured.payout_by_party on payout (party, created, id);
create index captured.payout_by_bank on payout (bank, created, id);
create index captured.payout_by_payment on payout (payment) where payment is not null;

-- A pain.001 as a bank ordered it: the same document whenever it is read.
create table captured.payment_order (
  id text primary key,
  bank {int} not null,
  name text not null,
  account text not null,
  bic text,
  execution {int} not null,
  created {int} not null
);
