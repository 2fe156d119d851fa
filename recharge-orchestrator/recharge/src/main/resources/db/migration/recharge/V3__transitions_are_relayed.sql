-- The transitions are the outbox: each is written by the statement that makes the change, so no change is without its
-- news and no news without its change. A relay reads them once, in an order in which nothing can be skipped.
--
-- Numbers from a sequence alone would not do: number 7 may be committed, and read, before number 6 is. So each row also
-- carries the transaction that wrote it, and the order is (written_by, seq). The relay reads only rows of transactions
-- below pg_snapshot_xmin of its own snapshot. All of those had ended when the snapshot was taken: their rows are in it or
-- never will be. A row that is committed later has a transaction that had not ended then, so it is not below that xmin, and
-- sorts behind every row that was read. Hence a cursor that stands on the last row read has passed nothing. The price is
-- that a long transaction anywhere in the server holds the news up, though no writer; ours end within seconds.
--
-- Of one order, version n + 1 is decided only after version n was seen committed, so its transaction is a later one and its
-- news comes later.
ALTER TABLE recharge.transition ADD COLUMN seq bigint GENERATED ALWAYS AS IDENTITY;
ALTER TABLE recharge.transition ADD COLUMN written_by xid8 NOT NULL DEFAULT pg_current_xact_id();

CREATE INDEX transition_in_order ON recharge.transition (written_by, seq);

-- Where the relay stands, and which node has it. Whoever takes it gets a higher fence, and the one before can no longer move
-- the cursor.
CREATE TABLE recharge.relay (
    name         text        PRIMARY KEY,
    written_by   xid8        NOT NULL,
    seq          bigint      NOT NULL,
    lease_owner  text,
    leased_until timestamptz NOT NULL,
    fence        bigint      NOT NULL DEFAULT 0
);

-- What is here already is no news: nobody could have asked for it.
INSERT INTO recharge.relay (name, written_by, seq, leased_until)
SELECT 'outbound', pg_current_xact_id(), coalesce(max(seq), 0), 'epoch' FROM recharge.transition;
