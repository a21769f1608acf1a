-- Amounts are minor units of the deployment's one currency. Null where the deployment has no such contract.
alter table projection.chain add column cash {blob};
alter table projection.chain add column receivables {blob};
alter table projection.chain add column orders {blob};
alter table projection.chain add column facility {blob};

-- Who has how much. address: of a party its number in 20 bytes, else the contract's. issued: of a bank, less what it took back.
-- entries: the number of the newest movement.
create table projection.cash_account (
  address {blob} primary key,
  party {int},
  balance {int} not null,
  issued {int} not null,
  entries {int} not null,
  block {int} not null,
  log_index {int} not null,
  time {int} not null
) {keyed};

create index projection.cash_account_by_party on cash_account (party) where party is not null;

-- The statement of an account. direction: 1 in, 2 out, 3 to itself. counter: the other account, zero where money was issued or taken back.
-- kind: 1 transfer, 2 minted, 3 burned, 4 order funded, 5 order paid, 6 escrow returned, 7 note sold, 8 receivable paid,
-- 9 note redeemed, 10 note retired, 11 loan paid out, 12 loan repaid, 13 divided by a loan.
-- subject: what it was for by its kind: bank reference, order, receivable or position.
create table projection.cash_entry (
  account {blob} not null,
  block {int} not null,
  log_index {int} not null,
  time {int} not null,
  tx_hash {blob} not null,
  number {int} not null,
  direction {int} not null,
  counter {blob} not null,
  amount {int} not null,
  balance {int} not null,
  kind {int} not null,
  subject {blob},
  primary key (account, block, log_index)
) {keyed};

-- What a bank issued (kind 1) or took back (kind 2) against which reference.
create table projection.bank_reference (
  bank {int} not null,
  reference {blob} not null,
  kind {int} not null,
  party {int} not null,
  amount {int} not null,
  block {int} not null,
  log_index {int} not null,
  time {int} not null,
  tx_hash {blob} not null,
  primary key (bank, reference)
) {keyed};

create index projection.bank_reference_by_block on bank_reference (block);

-- Terms of orders as both signed them, and how far each is. seq is that of an order that is not closed.
create table projection.purchase_order (
  id {blob} primary key,
  buyer {int} not null,
  seller {int} not null,
  price {int} not null,
  quantity {int} not null,
  tenor {int} not null,
  deliver_by {int} not null,
  arbiter {int} not null,
  attester {int} not null,
  quorum {int} not null,
  dispute_window {int} not null,
  document {blob} not null,
  buyer_epoch {int} not null,
  seller_epoch {int} not null,
  deadline {int} not null,
  beneficiary {int} not null,
  escrow {int} not null,
  matched {int} not null,
  paid {int} not null,
  seq {int} not null,
  funded {int} not null,
  buyer_disputes {int} not null,
  seller_disputes {int} not null,
  closed {int} not null,
  refund {int} not null,
  block {int} not null,
  log_index {int} not null,
  time {int} not null,
  tx_hash {blob} not null
) {keyed};

create index projection.purchase_order_by_block on purchase_order (block, log_index);
create index projection.purchase_order_by_buyer on purchase_order (buyer, block, log_index);
create index projection.purchase_order_by_seller on purchase_order (seller, block, log_index);
create index projection.purchase_order_by_beneficiary on purchase_order (beneficiary, block, log_index);

-- share: of the price, in 1/10,000.
create table projection.order_milestone (
  order_id {blob} not null,
  milestone {int} not null,
  giver {int} not null,
  receiver {int} not null,
  share {int} not null,
  block {int} not null,
  primary key (order_id, milestone)
) {keyed};

create index projection.order_milestone_by_giver on order_milestone (giver, order_id);
create index projection.order_milestone_by_receiver on order_milestone (receiver, order_id);

-- kind: 1 handed over (units as in hand_off), 2 attested by devices (matchable after the dispute window's last second).
create table projection.order_delivery (
  order_id {blob} not null,
  block {int} not null,
  log_index {int} not null,
  time {int} not null,
  tx_hash {blob} not null,
  delivery {blob} not null,
  kind {int} not null,
  units {blob} not null,
  matchable_after {int},
  primary key (order_id, block, log_index)
) {keyed};

-- The three-way match: due is what the quantity is worth, paid no more than that and no more than the invoice.
create table projection.order_match (
  order_id {blob} not null,
  block {int} not null,
  log_index {int} not null,
  time {int} not null,
  tx_hash {blob} not null,
  delivery {blob} not null,
  milestone {int} not null,
  quantity {int} not null,
  invoice {int} not null,
  due {int} not null,
  paid {int} not null,
  primary key (order_id, block, log_index)
) {keyed};

create index projection.order_match_by_block on order_match (block, log_index);

-- Paid from the escrow, or with a receivable.
create table projection.order_payment (
  order_id {blob} not null,
  block {int} not null,
  log_index {int} not null,
  time {int} not null,
  tx_hash {blob} not null,
  beneficiary {int} not null,
  amount {int} not null,
  receivable {blob},
  primary key (order_id, block, log_index)
) {keyed};

-- What else happened to an order. kind: 1 agreed, 2 funded (amount), 3 dispute raised (reason), 4 dispute lifted, 5 proceeds assigned
-- (to_party), 6 closed (amount: what went back to the buyer).
create table projection.order_entry (
  order_id {blob} not null,
  block {int} not null,
  log_index {int} not null,
  time {int} not null,
  tx_hash {blob} not null,
  kind {int} not null,
  party {int},
  to_party {int},
  amount {int},
  reason {blob},
  primary key (order_id, block, log_index)
) {keyed};

create index projection.order_entry_by_block on order_entry (block, log_index);
