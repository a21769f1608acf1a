-- What a lender owns of all debtors together is read with every check of a receivable: from the index alone.
drop index projection.credit_line_by_lender;
create index projection.credit_line_by_lender on credit_line (lender, id, owned);
