-- Payouts are looked for among what the bank booked: by what an entry calls them, and by amount and day.
CREATE INDEX bank_entry_by_reference ON finance.bank_entry (reference) WHERE reference IS NOT NULL;
CREATE INDEX bank_entry_by_amount ON finance.bank_entry (amount, booked_on);

