-- A ledger as a function: the public idea of pgledger, written anew and leaner (whole numbers, keys of 16 bytes, no currencies, no
-- limits of accounts, fewer indexes). What it calls transfers and entries are our entries and postings. It knows no repeats.
CREATE SCHEMA {schema};

CREATE TABLE {schema}.account (
    account text COLLATE "C" PRIMARY KEY,
    balance bigint NOT NULL,
    version bigint NOT NULL DEFAULT 0,
    updated_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);

CREATE TABLE {schema}.entry (
    entry_id uuid PRIMARY KEY DEFAULT uuidv7(),
    from_account text COLLATE "C" NOT NULL REFERENCES {schema}.account,
    to_account text COLLATE "C" NOT NULL REFERENCES {schema}.account,
    amount bigint NOT NULL CHECK (amount > 0),
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE {schema}.posting (
    posting_id uuid PRIMARY KEY DEFAULT uuidv7(),
    entry_id uuid NOT NULL REFERENCES {schema}.entry,
    account text COLLATE "C" NOT NULL REFERENCES {schema}.account,
    amount bigint NOT NULL,
    balance_before bigint NOT NULL,
    balance_after bigint NOT NULL,
    account_version bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX ON {schema}.posting (entry_id);
CREATE INDEX ON {schema}.posting (account);

CREATE FUNCTION {schema}.create_transfer(p_from text, p_to text, p_amount bigint) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
    payer {schema}.account;
    payee {schema}.account;
    transfer uuid;
BEGIN
    PERFORM FROM {schema}.account WHERE account IN (p_from, p_to) ORDER BY account FOR UPDATE;

    UPDATE {schema}.account SET balance = balance - p_amount, version = version + 1, updated_at = now()
    WHERE account = p_from
    RETURNING * INTO STRICT payer;
    UPDATE {schema}.account SET balance = balance + p_amount, version = version + 1, updated_at = now()
    WHERE account = p_to
    RETURNING * INTO STRICT payee;

    INSERT INTO {schema}.entry (from_account, to_account, amount) VALUES (p_from, p_to, p_amount)
    RETURNING entry_id INTO transfer;
    INSERT INTO {schema}.posting (entry_id, account, amount, balance_before, balance_after, account_version)
    VALUES (transfer, p_from, -p_amount, payer.balance + p_amount, payer.balance, payer.version);
    INSERT INTO {schema}.posting (entry_id, account, amount, balance_before, balance_after, account_version)
    VALUES (transfer, p_to, p_amount, payee.balance - p_amount, payee.balance, payee.version);
    RETURN transfer;
END $$;

INSERT INTO {schema}.account (account, balance)
SELECT 'bucket-sub_' || number, 0 FROM generate_series(0, {last}) AS number
UNION ALL SELECT 'receivable-sub_' || number, 0 FROM generate_series(0, {last}) AS number
UNION ALL SELECT 'issued-credit', 0;
