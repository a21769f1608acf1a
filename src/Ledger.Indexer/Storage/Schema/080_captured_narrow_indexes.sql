-- Each captured event adds to these trees at places far from each other, so what they weigh is what capture writes. epc: the first 16 bytes of the id, which no two
-- things share either. Nobody asks for the role, which is in the event.
create table captured.event_of_epc (
  epc {blob} not null,
  event_time {int} not null,
  event {int} not null,
  primary key (epc, event_time, event)
) {keyed};

insert into captured.event_of_epc (epc, event_time, event) select distinct substr(id, 1, 16), event_time, event from captured.event_epc order by 1, 2, 3;

drop table captured.event_epc;

-- SQLite keeps 8 bytes of a key or a commitment, and compares the rest with the event: whoever captures there has locked the file and looks up all keys before.
{sqlite}drop index captured.event_by_key;
{sqlite}drop index captured.event_by_commitment;
{sqlite}create index captured.event_by_key on event (substr(key, 1, 8));
{sqlite}create index captured.event_by_commitment on event (substr(commitment, 1, 8));
