-- What became due by the chain's time, once each, in the order in which it was noticed. Final blocks alone count, so nothing is taken back.
-- kind: 1 a receivable is due, 2 a receivable is overdue by a day, 3 a loan is overdue, 4 a margin call was not answered.
-- party: who has to pay. amount: what was outstanding of a receivable, or the principal of a loan. block, time: the first final block at which
-- it was noticed.
create table captured.maturity_notice (
  number {identity},
  chain {blob} not null,
  kind integer not null,
  id {blob} not null,
  due {int} not null,
  party {int} not null,
  amount {int} not null,
  block {int} not null,
  time {int} not null,
  unique (chain, kind, id, due)
);

create index captured.maturity_notice_by_chain on maturity_notice (chain, number);

-- Up to which time of the chain everything was noticed.
create table captured.maturity_sweep (
  chain {blob} primary key,
  time {int} not null
) {keyed};
