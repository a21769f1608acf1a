-- Values that events have together: a step with a disposition, or a read point with a business location; 0 where one is missing. Their ids are those of
-- vocabulary. Many events share a pair, so that one index serves two fields: half of what each captured event added to the trees before.
create table captured.vocabulary_pair (
  id {identity},
  first integer not null,
  second integer not null
);

create unique index captured.vocabulary_pair_by_values on vocabulary_pair (first, second);
create index captured.vocabulary_pair_by_second on vocabulary_pair (second);

insert into captured.vocabulary_pair (first, second)
select distinct coalesce(biz_step, 0), coalesce(disposition, 0) from captured.event where biz_step is not null or disposition is not null
union
select distinct coalesce(read_point, 0), coalesce(biz_location, 0) from captured.event where read_point is not null or biz_location is not null;

-- why: the pair of biz_step and disposition; place: that of read_point and biz_location.
alter table captured.event add column why integer;
alter table captured.event add column place integer;

update captured.event set
  why = (select p.id from captured.vocabulary_pair p where (biz_step is not null or disposition is not null) and p.first = coalesce(biz_step, 0) and p.second = coalesce(disposition, 0)),
  place = (select p.id from captured.vocabulary_pair p where (read_point is not null or biz_location is not null) and p.first = coalesce(read_point, 0) and p.second = coalesce(biz_location, 0));

drop index captured.event_by_biz_step;
drop index captured.event_by_disposition;
drop index captured.event_by_read_point;
drop index captured.event_by_biz_location;
alter table captured.event drop column biz_step;
alter table captured.event drop column disposition;
alter table captured.event drop column read_point;
alter table captured.event drop column biz_location;

create index captured.event_by_why on event (why, event_time, number) where why is not null;
create index captured.event_by_place on event (place, event_time, number) where place is not null;

-- Record times follow numbers, whatever the clock does: the counter has that of the last event. So no index has to know both.
alter table captured.counter add column record_time {int} not null default 0;

update captured.event set record_time = later.time
from (select number, max(record_time) over (order by number) as time from captured.event) later
where later.number = event.number and later.time > event.record_time;

update captured.counter set record_time = coalesce((select max(record_time) from captured.event), 0) where name = 'event';

drop index captured.event_by_record_time;
drop index captured.event_reader_by_record_time;
alter table captured.event_reader drop column record_time;

create index captured.event_reader_by_number on event_reader (party, event);
