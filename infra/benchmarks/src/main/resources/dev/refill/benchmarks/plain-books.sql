-- What our own tables hold, but for the balance after a posting, with the same keys and indexes, and none of our checks,
-- triggers and divided accounts.
-- No colons in names, which pgbench would take for parameters.
CREATE SCHEMA {schema};

CREATE TABLE {schema}.entry (
    entry_id text COLLATE "C" PRIMARY KEY,
    kind text NOT NULL,
    reference text NOT NULL,
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    posting_count smallint NOT NULL
);

CREATE TABLE {schema}.posting (
    entry_id text COLLATE "C" NOT NULL,
    line smallint NOT NULL,
    position bigint GENERATED ALWAYS AS IDENTITY,
    account text COLLATE "C" NOT NULL,
    unit text COLLATE "C" NOT NULL,
    amount bigint NOT NULL,
    PRIMARY KEY (entry_id, line)
);

CREATE UNIQUE INDEX posting_by_account ON {schema}.posting (account, position);

CREATE TABLE {schema}.account (
    account text COLLATE "C" NOT NULL,
    unit text COLLATE "C" NOT NULL,
    balance bigint NOT NULL,
    PRIMARY KEY (account, unit)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);

INSERT INTO {schema}.account (account, unit, balance)
SELECT 'bucket-sub_' || number, 'USD', 0 FROM generate_series(0, {last}) AS number
UNION ALL SELECT 'receivable-sub_' || number, 'USD', 0 FROM generate_series(0, {last}) AS number
UNION ALL SELECT 'issued-credit', 'USD', 0;
