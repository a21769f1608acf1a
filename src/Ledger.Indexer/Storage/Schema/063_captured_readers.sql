-- What events of which something is sealed are found by, one list for each party that may read some of it: a search touches nothing that is for others
-- alone, so that the time it takes tells nothing of them. term is blinded with the master key; event_time is that of event_reader.
create table captured.reader_term (
  party {int} not null,
  term {int} not null,
  event_time {int} not null,
  event {int} not null,
  primary key (party, term, event_time, event)
) {keyed};

create index captured.reader_term_by_event on reader_term (event, party);

insert into captured.reader_term (party, term, event_time, event)
select r.party, t.term, r.event_time, t.event from captured.event_reader r join captured.event_term t on t.event = r.event;

alter table captured.event_reader add column record_time {int} not null default 0;

update captured.event_reader set record_time = (select e.record_time from captured.event e where e.number = event_reader.event);

create index captured.event_reader_by_record_time on event_reader (party, record_time, event);
