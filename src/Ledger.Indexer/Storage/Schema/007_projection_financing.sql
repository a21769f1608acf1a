-- The loan as both signed it, what is owed of it as of `since` (interest runs on from there), and what each part of the waterfall has brought.
-- status: 1 open, 2 impaired, 3 defaulted, 4 repaid, 5 recovered, 6 foreclosed. kind: 1 note, 2 title, 3 order paid from its escrow,
-- 4 order on credit.
create table projection.position (
  id {blob} primary key,
  principal {int} not null,
  lender {int} not null,
  borrower {int} not null,
  debtor {int} not null,
  fee {int} not null,
  rate {int} not null,
  late_rate {int} not null,
  basis {int} not null,
  due {int} not null,
  grace {int} not null,
  kind {int} not null,
  collateral {blob} not null,
  note {blob} not null,
  loan_seq {int} not null,
  amount {int} not null,
  recourse {int} not null,
  residual_to {int} not null,
  valuer {int} not null,
  haircut {int} not null,
  margin_time {int} not null,
  borrower_epoch {int} not null,
  lender_epoch {int} not null,
  deadline {int} not null,
  status {int} not null,
  seq {int} not null,
  released {int} not null,
  owed_principal {int} not null,
  owed_interest {int} not null,
  owed_late {int} not null,
  owed_fee {int} not null,
  since {int} not null,
  value {int} not null,
  margin_due {int} not null,
  paid_fee {int} not null,
  paid_late {int} not null,
  paid_interest {int} not null,
  paid_principal {int} not null,
  paid_residual {int} not null,
  block {int} not null,
  log_index {int} not null,
  time {int} not null,
  tx_hash {blob} not null
) {keyed};

create index projection.position_by_block on position (block, log_index);
create index projection.position_by_lender on position (lender, block, log_index);
create index projection.position_by_borrower on position (borrower, block, log_index);
create index projection.position_by_collateral on position (collateral);
create index projection.position_by_margin on position (margin_due) where margin_due <> 0;
create index projection.position_open_by_due on position (due, id) where status < 4;

-- What happened to a position. kind: 1 opened, 2 repaid or collected (the parts), 3 impaired, 4 defaulted, 5 foreclosed, 6 released,
-- 7 collateral added, 8 collateral moved on (party), 9 valued, 10 margin called (due). flag: recovered after a default; recourse of a default.
create table projection.position_entry (
  position {blob} not null,
  block {int} not null,
  log_index {int} not null,
  time {int} not null,
  tx_hash {blob} not null,
  kind {int} not null,
  amount {int},
  fee {int},
  late {int},
  interest {int},
  principal {int},
  residual {int},
  flag {int},
  due {int},
  item {blob},
  note {blob},
  party {int},
  primary key (position, block, log_index)
) {keyed};

create index projection.position_entry_by_block on position_entry (block, log_index);

-- What secures a position: item is a receivable (with its note), a title note, or an order. id: as Facility.holderOf takes it.
-- held: 0 when it has left.
create table projection.collateral (
  id {blob} primary key,
  position {blob} not null,
  item {blob} not null,
  note {blob} not null,
  amount {int} not null,
  held {int} not null,
  block {int} not null,
  log_index {int} not null,
  time {int} not null,
  tx_hash {blob} not null
) {keyed};

create index projection.collateral_by_item on collateral (item);
create index projection.collateral_by_position on collateral (position);

-- What a creditor may lend, has lent (as Facility counts it) and owns in notes of a debtor. id: both numbers in 8 bytes each.
create table projection.credit_line (
  id {blob} primary key,
  lender {int} not null,
  debtor {int} not null,
  credit_limit {int} not null,
  exposure {int} not null,
  owned {int} not null,
  seq {int} not null
) {keyed};

create index projection.credit_line_by_lender on credit_line (lender, id);
create index projection.credit_line_by_debtor on credit_line (debtor, id);

create table projection.limit_change (
  line {blob} not null,
  block {int} not null,
  log_index {int} not null,
  time {int} not null,
  tx_hash {blob} not null,
  credit_limit {int} not null,
  primary key (line, block, log_index)
) {keyed};

-- Who owned a title note when Facility was told.
create table projection.title_witness (
  title {blob} not null,
  block {int} not null,
  log_index {int} not null,
  time {int} not null,
  tx_hash {blob} not null,
  owner {int} not null,
  seq {int} not null,
  primary key (title, block, log_index)
) {keyed};

create index projection.title_witness_by_block on title_witness (block);
