-- quantity is what was registered; remaining is what is not yet in units. Both are integers of uom x 10^decimals.
create table projection.lot (
  id {blob} primary key,
  issuer {int} not null,
  quantity {int} not null,
  remaining {int} not null,
  uom text not null,
  decimals {int} not null,
  document {blob} not null,
  recalled {int} not null,
  seq {int} not null,
  block {int} not null,
  log_index {int} not null,
  time {int} not null,
  tx_hash {blob} not null
) {keyed};

create index projection.lot_by_issuer on lot (issuer, block);

-- Current custody. custodian is stale while parent is set: the root of the parents tells who holds it.
-- status: 1 in custody, 2 consumed, 3 merged into another. since_* is the last change of custodian.
create table projection.unit (
  id {blob} primary key,
  lot {blob},
  custodian {int} not null,
  amount {int} not null,
  seq {int} not null,
  condition {int} not null,
  parent {blob},
  contents {int} not null,
  status {int} not null,
  registered_by {int} not null,
  block {int} not null,
  log_index {int} not null,
  time {int} not null,
  since_block {int} not null,
  since_log_index {int} not null,
  since_time {int} not null
) {keyed};

create index projection.unit_by_lot on unit (lot);
create index projection.unit_by_parent on unit (parent) where parent is not null;
create index projection.unit_by_custodian on unit (custodian);

-- Every change of a unit's own custodian. kind: 1 registered, 2 handed off, 3 unpacked from a parent that had moved,
-- 4 split off.
create table projection.custody (
  unit {blob} not null,
  block {int} not null,
  log_index {int} not null,
  time {int} not null,
  tx_hash {blob} not null,
  kind {int} not null,
  from_party {int} not null,
  to_party {int} not null,
  document {blob} not null,
  primary key (unit, block, log_index)
) {keyed};

-- One signed hand-off; units is the list of 32-byte ids, one after the other.
create table projection.hand_off (
  block {int} not null,
  log_index {int} not null,
  time {int} not null,
  tx_hash {blob} not null,
  from_party {int} not null,
  to_party {int} not null,
  document {blob} not null,
  units {blob} not null,
  primary key (block, log_index)
) {keyed};

create index projection.hand_off_by_from on hand_off (from_party, block, log_index);
create index projection.hand_off_by_to on hand_off (to_party, block, log_index);
create index projection.hand_off_by_tx on hand_off (tx_hash);

-- An offer that its receiver refused; offer is the EIP-712 digest of the offered message. units as in hand_off.
create table projection.rejection (
  block {int} not null,
  log_index {int} not null,
  time {int} not null,
  tx_hash {blob} not null,
  from_party {int} not null,
  to_party {int} not null,
  offer {blob} not null,
  reason {blob} not null,
  units {blob} not null,
  primary key (block, log_index)
) {keyed};

create index projection.rejection_by_offer on rejection (offer);

create table projection.rejected_unit (
  unit {blob} not null,
  block {int} not null,
  log_index {int} not null,
  primary key (unit, block, log_index)
) {keyed};

-- A unit was inside its parent from one event to another; to_* are null while it still is.
create table projection.packing (
  child {blob} not null,
  from_block {int} not null,
  from_log_index {int} not null,
  from_time {int} not null,
  from_tx {blob} not null,
  parent {blob} not null,
  by_party {int} not null,
  document {blob} not null,
  to_block {int},
  to_log_index {int},
  to_time {int},
  to_tx {blob},
  to_by {int},
  to_document {blob},
  primary key (child, from_block, from_log_index)
) {keyed};

create index projection.packing_by_parent on packing (parent, from_block, from_log_index);

create table projection.condition_report (
  unit {blob} not null,
  block {int} not null,
  log_index {int} not null,
  time {int} not null,
  tx_hash {blob} not null,
  by_party {int} not null,
  device {blob} not null,
  condition {int} not null,
  evidence {blob} not null,
  primary key (unit, block, log_index)
) {keyed};

create table projection.recall (
  lot {blob} not null,
  block {int} not null,
  log_index {int} not null,
  time {int} not null,
  tx_hash {blob} not null,
  by_party {int} not null,
  recalled {int} not null,
  reason {blob} not null,
  primary key (lot, block, log_index)
) {keyed};
