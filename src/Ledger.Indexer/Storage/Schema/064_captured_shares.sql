-- Events that a party came to read after one of its subscriptions had looked at their numbers: they are told as those captured now are.
create table captured.shared_event (
  subscription text not null,
  event {int} not null,
  primary key (subscription, event)
) {keyed};

-- How often something was shared with a subscription's party: whoever looked at events before a share looks at them again.
alter table captured.subscription add column shares {int} not null default 0;

-- Who should get to read an event because it has or had custody, but only the event's own party (party) holds a key that opens it. since: unix seconds.
create table captured.owed_share (
  party {int} not null,
  event {int} not null,
  reader {int} not null,
  since {int} not null,
  primary key (party, event, reader)
) {keyed};
