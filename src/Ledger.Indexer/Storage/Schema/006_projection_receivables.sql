-- face is what was issued; owed and paid are the words of the contract, which lose what is retired or diluted; pot waits to be redeemed;
-- closed was paid for what the debt no longer counts. outstanding is what the debtor still owes, 0: settled. order_id: born of it.
create table projection.receivable (
  id {blob} primary key,
  debtor {int} not null,
  seller {int} not null,
  face {int} not null,
  due {int} not null,
  nullifier {blob} not null,
  document {blob} not null,
  order_id {blob},
  owed {int} not null,
  paid {int} not null,
  pot {int} not null,
  retired {int} not null,
  diluted {int} not null,
  closed {int} not null,
  seq {int} not null,
  disputed {int} not null,
  first_ended {int} not null,
  paid_through {int} not null,
  outstanding {int} not null,
  notes {int} not null,
  sales {int} not null,
  pledges {int} not null,
  paid_time {int},
  settled_time {int},
  block {int} not null,
  log_index {int} not null,
  time {int} not null,
  tx_hash {blob} not null
) {keyed};

create index projection.receivable_by_debtor on receivable (debtor, due, id);
create index projection.receivable_by_seller on receivable (seller, due, id);
create index projection.receivable_by_order on receivable (order_id) where order_id is not null;
create index projection.receivable_by_due on receivable (due, id);
create index projection.receivable_open_by_debtor on receivable (debtor, due) where outstanding <> 0;

-- Who owns how much of a receivable, and of which note each came. original: at its birth. status: 1 lives, 2 ended (amount and redeemed
-- are 0 then). debtor and due are the receivable's.
create table projection.receivable_note (
  id {blob} primary key,
  receivable {blob} not null,
  debtor {int} not null,
  due {int} not null,
  owner {int} not null,
  original {int} not null,
  amount {int} not null,
  redeemed {int} not null,
  seq {int} not null,
  status {int} not null,
  parent {blob},
  depth {int} not null,
  block {int} not null,
  log_index {int} not null,
  time {int} not null,
  tx_hash {blob} not null
) {keyed};

create index projection.receivable_note_by_receivable on receivable_note (receivable, depth, block, log_index);
create index projection.receivable_note_by_owner on receivable_note (owner, due, receivable) where status = 1;

-- The statement of a receivable. kind: 1 issued, 2 moved, 3 split (other: the part that moved), 4 sold (other: the part, if it was one),
-- 5 paid, 6 paid through to the owner of all, 7 redeemed, 8 retired (price: what the debtor paid), 9 diluted, 10 disputed, 11 dispute lifted.
-- outstanding: after it.
create table projection.receivable_entry (
  receivable {blob} not null,
  block {int} not null,
  log_index {int} not null,
  time {int} not null,
  tx_hash {blob} not null,
  kind {int} not null,
  note {blob},
  other {blob},
  from_party {int},
  to_party {int},
  amount {int} not null,
  price {int},
  document {blob},
  outstanding {int} not null,
  primary key (receivable, block, log_index)
) {keyed};

create index projection.receivable_entry_by_block on receivable_entry (block, log_index);

-- What a party has done with receivables and loans, counted so that nobody needs to read them all. Sums are modulo 2^64.
-- As debtor: issued … outstanding. As first owner (assignor): given …. As lender: lent, principal out now. As borrower: loans ….
create table projection.party_record (
  party {int} primary key,
  issued {int} not null,
  issued_amount {int} not null,
  settled {int} not null,
  settled_late {int} not null,
  days_late {int} not null,
  outstanding {int} not null,
  retired_amount {int} not null,
  diluted_amount {int} not null,
  disputes {int} not null,
  given {int} not null,
  given_amount {int} not null,
  given_settled {int} not null,
  given_late {int} not null,
  given_diluted_amount {int} not null,
  given_disputes {int} not null,
  lent {int} not null,
  loans {int} not null,
  borrowed {int} not null,
  repaid {int} not null,
  impaired {int} not null,
  defaulted {int} not null
);
