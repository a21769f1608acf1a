-- What was shared with whom, in the order of commits: open sockets are told of it. The last 100,000 are kept.
create table captured.share (
  number {int} primary key,
  party {int} not null,
  event {int} not null
) {keyed};

create index captured.share_by_party on share (party, number);

insert into captured.counter (name, next) values ('share', 1);
