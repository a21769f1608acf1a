-- An import that is being written: what carries its number counts for nothing until this row is gone. first: the newest row before it.
-- alive: when it last wrote, unix seconds; who has not written for long is gone, and what it wrote is removed.
create table captured.running_import (
  number {identity},
  party {int} not null,
  file {blob} not null,
  first {int} not null,
  alive {int} not null
);

drop index captured.approved_invoice_by_key;
drop index captured.approved_invoice_by_debtor;
drop index captured.approved_invoice_by_seller;
alter table captured.approved_invoice rename to hashed_invoice;

-- As before, but key is debtor, seller and number in words: rows of a file mostly follow each other in its index, where hashes are all over it, so
-- that a file can be written a little at a time.
create table captured.approved_invoice (
  id {identity},
  key text not null,
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
  created {int} not null,
  import {int} not null
);

insert into captured.approved_invoice (
  key, party, file, line, debtor, seller, number, amount, currency, issued, due_day, due, order_reference, nullifier, salt, document, created, import)
select
  debtor || ' ' || seller || ' ' || number, party, file, line, debtor, seller, number, amount, currency, issued, due_day, due, order_reference, nullifier, salt, document, created, 0
from captured.hashed_invoice order by id;

drop table captured.hashed_invoice;

create unique index captured.approved_invoice_by_key on approved_invoice (key);
create index captured.approved_invoice_by_debtor on approved_invoice (debtor, id);
create index captured.approved_invoice_by_seller on approved_invoice (seller, id);

-- Legal entity identifier (ISO 17442), read from the document like name and gln.
alter table captured.party_identity add column lei text;
