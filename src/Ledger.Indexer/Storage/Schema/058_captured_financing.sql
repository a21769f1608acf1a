-- A holder asks for offers on a note, or a part of it. lenders: whom it asks, a JSON list of party numbers; null: anybody.
-- What became of it follows from the note, the offers and their operations. Times are unix seconds, amounts minor units.
create table captured.financing_ask (
  number {identity},
  chain {blob} not null,
  holder {int} not null,
  debtor {int} not null,
  receivable {blob} not null,
  note {blob} not null,
  seq {int} not null,
  amount {int} not null,
  still_open {int} not null,
  due {int} not null,
  until {int} not null,
  lenders text,
  created {int} not null,
  closed {int}
);

create index captured.financing_ask_by_holder on financing_ask (holder, number);
create index captured.financing_ask_by_receivable on financing_ask (receivable);
create index captured.financing_ask_by_time on financing_ask (created, number);
create index captured.financing_ask_open on financing_ask (until, number) where closed is null;

-- What a lender signed: a draft of an intent with its signature. id: the message's EIP-712 digest, which is its operation's too.
-- kind: 1 sale, 2 loan. money: price or principal. accepted: when the holder last gave its signatures.
create table captured.financing_offer (
  number {identity},
  id {blob} not null unique,
  chain {blob} not null,
  ask {int} not null,
  kind {int} not null,
  lender {int} not null,
  holder {int} not null,
  debtor {int} not null,
  receivable {blob} not null,
  note {blob} not null,
  seq {int} not null,
  money {int} not null,
  deadline {int} not null,
  draft text not null,
  created {int} not null,
  withdrawn {int},
  accepted {int}
);

create index captured.financing_offer_by_ask on financing_offer (ask, number);
create index captured.financing_offer_by_lender on financing_offer (lender, number);

-- The one offer that was accepted for a note as it stands: its row is what makes a second acceptance fail.
create table captured.financing_acceptance (
  chain {blob} not null,
  receivable {blob} not null,
  note {blob} not null,
  seq {int} not null,
  offer {blob} not null,
  accepted {int} not null,
  primary key (chain, receivable, note, seq)
) {keyed};

-- A lender's policies, every version of them, as the JSON that was sent.
create table captured.lender_policy (
  chain {blob} not null,
  lender {int} not null,
  name text not null,
  version {int} not null,
  document text not null,
  created {int} not null,
  primary key (chain, lender, name, version)
) {keyed};

-- A debtor pays early. pricing: 0 each supplier its own rate, 1 all the lowest that was taken. pay_at: the moment that discounts count to.
create table captured.early_payment (
  number {identity},
  chain {blob} not null,
  debtor {int} not null,
  cash {int} not null,
  min_rate {int} not null,
  pricing {int} not null,
  basis {int} not null,
  cutoff {int} not null,
  created {int} not null,
  allocated {int}
);

create index captured.early_payment_by_debtor on early_payment (debtor, number);

-- The rate that an owner names for its note. award_rate and price: what it was served with, null where it was not.
create table captured.early_payment_ask (
  programme {int} not null,
  receivable {blob} not null,
  note {blob} not null,
  owner {int} not null,
  seq {int} not null,
  amount {int} not null,
  due {int} not null,
  rate {int} not null,
  created {int} not null,
  award_rate {int},
  price {int},
  primary key (programme, receivable, note)
) {keyed};

create index captured.early_payment_ask_by_owner on early_payment_ask (owner, programme);
