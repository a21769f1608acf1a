-- How many receivables a debtor has overdue is counted with every check of one: from the index alone.
drop index projection.receivable_open_by_debtor;
create index projection.receivable_open_by_debtor on receivable (debtor, due, outstanding) where outstanding <> 0;
