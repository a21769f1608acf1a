-- behind: the event captured last before the share. Who resumes a socket behind an event gets what was shared since. Of what was shared before there
-- was this column nobody knows when; it counts as shared now.
alter table captured.share add column behind {int} not null default 0;

update captured.share set behind = (select next - 1 from captured.counter where name = 'event');

create index captured.share_by_place on share (party, behind, number);
