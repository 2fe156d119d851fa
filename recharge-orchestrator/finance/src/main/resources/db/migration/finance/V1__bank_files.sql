-- Bank statements. A file is one unit: it is received whole, imported whole, and seen whole or not at all. What a file says lies in
-- bank_statement, bank_entry and bank_transaction from the first row on; whoever reads it reads the views, in which all of a file
-- appears by the one statement that completes it.

CREATE TABLE finance.bank_file (
    file_id text COLLATE "C" PRIMARY KEY CHECK (file_id ~ '^bkf_[0-9a-z]{26}$'),
    state text NOT NULL CHECK (state IN ('receiving', 'importing', 'imported', 'refused')),
    -- Of all its bytes, known when the last one has come. It is what a file is known by: the same again is the same file, unless it was
    -- refused, as what refused it may have been mended since.
    sha256 bytea CHECK (octet_length(sha256) = 32),
    bytes bigint NOT NULL DEFAULT 0 CHECK (bytes >= 0),
    chunks integer NOT NULL DEFAULT 0 CHECK (chunks >= 0),
    -- Statements, entries and transactions that are kept so far, in the order of the file: where an import goes on.
    parts bigint NOT NULL DEFAULT 0 CHECK (parts >= 0),
    -- Which reader they are of: another one may find other parts in the same file.
    reader integer NOT NULL DEFAULT 0,
    statements integer,
    entries integer,
    transactions integer,
    -- Why it is refused, and where.
    reason text CHECK (length(reason) <= 1000),
    refused_line integer,
    refused_column integer,
    -- Whoever imports it holds the number of its taking until the lease ends; a later taking has a higher one.
    fence bigint NOT NULL DEFAULT 0,
    leased_until timestamptz,
    -- The subject of the token that it was sent with.
    sent_by text NOT NULL,
    received_at timestamptz NOT NULL,
    finished_at timestamptz,
    CHECK ((state = 'receiving') = (sha256 IS NULL)),
    CHECK ((state = 'imported') = (statements IS NOT NULL AND entries IS NOT NULL AND transactions IS NOT NULL)),
    CHECK ((state = 'refused') = (reason IS NOT NULL)),
    CHECK ((state IN ('imported', 'refused')) = (finished_at IS NOT NULL))
);

CREATE UNIQUE INDEX bank_file_once ON finance.bank_file (sha256) WHERE state <> 'refused';
CREATE INDEX bank_file_unfinished ON finance.bank_file (received_at) WHERE state IN ('receiving', 'importing');

-- The bytes as they came. Those of an imported file are kept: what the bank sent is the evidence, what we read is our opinion of it. Those
-- of a refused file are not: nobody knows what they are.
CREATE TABLE finance.bank_file_chunk (
    file_id text COLLATE "C" NOT NULL REFERENCES finance.bank_file ON DELETE CASCADE,
    chunk integer NOT NULL CHECK (chunk >= 1),
    content bytea NOT NULL CHECK (octet_length(content) BETWEEN 1 AND 1048576),
    PRIMARY KEY (file_id, chunk)
);

CREATE TABLE finance.bank_statement (
    file_id text COLLATE "C" NOT NULL REFERENCES finance.bank_file,
    statement integer NOT NULL CHECK (statement >= 1),
    -- Whose it is and which.
    scheme text NOT NULL CHECK (scheme IN ('IBAN', 'OTHER')),
    account text COLLATE "C" NOT NULL,
    servicer text COLLATE "C",
    statement_id text COLLATE "C" NOT NULL,
    page integer NOT NULL,
    sequence bigint,
    -- In minor units.
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    opening bigint NOT NULL,
    closing bigint NOT NULL,
    -- All that is told: times, other balances, the legal sequence number.
    told jsonb NOT NULL,
    imported boolean NOT NULL DEFAULT false,
    PRIMARY KEY (file_id, statement)
);

-- A number that is no IBAN is of one bank only. A statement that is not imported is nobody's statement yet.
CREATE UNIQUE INDEX bank_statement_once
    ON finance.bank_statement (scheme, account, (CASE WHEN scheme = 'OTHER' THEN servicer END), statement_id, page, sequence)
    NULLS NOT DISTINCT
    WHERE imported;

CREATE TABLE finance.bank_entry (
    file_id text COLLATE "C" NOT NULL,
    statement integer NOT NULL,
    entry integer NOT NULL CHECK (entry >= 1),
    -- In minor units of the statement's currency; below zero it leaves the account.
    amount bigint NOT NULL,
    reversal boolean NOT NULL,
    status text NOT NULL CHECK (status IN ('BOOKED', 'PENDING', 'FUTURE', 'INFORMATION')),
    reference text,
    servicer_reference text,
    booked_on date,
    value_on date,
    transactions integer NOT NULL CHECK (transactions >= 0),
    -- All that is told: code, amounts, charges, batches, text.
    told jsonb NOT NULL,
    PRIMARY KEY (file_id, statement, entry),
    FOREIGN KEY (file_id, statement) REFERENCES finance.bank_statement
);

-- There is no foreign key: an entry comes after its transactions. finance.complete_file() counts them.
CREATE TABLE finance.bank_transaction (
    file_id text COLLATE "C" NOT NULL,
    statement integer NOT NULL,
    entry integer NOT NULL,
    transaction integer NOT NULL CHECK (transaction >= 1),
    end_to_end text COLLATE "C",
    -- Minor units of its own currency, as told: without a sign.
    amount bigint CHECK (amount >= 0),
    currency text CHECK (currency ~ '^[A-Z]{3}$'),
    -- All that is told: references, direction, amounts, charges, code, parties, remittance, text.
    told jsonb NOT NULL,
    PRIMARY KEY (file_id, statement, entry, transaction),
    CHECK ((amount IS NULL) = (currency IS NULL))
);

CREATE INDEX bank_transaction_by_reference ON finance.bank_transaction (end_to_end) WHERE end_to_end IS NOT NULL;

CREATE VIEW finance.imported_statement AS
    SELECT * FROM finance.bank_statement WHERE imported;

CREATE VIEW finance.imported_entry AS
    SELECT entry.*, statement.currency
    FROM finance.bank_entry AS entry
    JOIN finance.bank_statement AS statement USING (file_id, statement)
    WHERE statement.imported;

CREATE VIEW finance.imported_transaction AS
    SELECT transaction.*
    FROM finance.bank_transaction AS transaction
    JOIN finance.bank_statement AS statement USING (file_id, statement)
    WHERE statement.imported;

-- What is imported stays as it is ------------------------------------------------------------------------------------------

CREATE FUNCTION finance.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of %: what a bank said is not changed', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER finished BEFORE UPDATE OR DELETE ON finance.bank_file
    FOR EACH ROW WHEN (OLD.state IN ('imported', 'refused')) EXECUTE FUNCTION finance.refuse_change();
CREATE TRIGGER imported BEFORE UPDATE OR DELETE ON finance.bank_statement
    FOR EACH ROW WHEN (OLD.imported) EXECUTE FUNCTION finance.refuse_change();
CREATE TRIGGER written_once BEFORE UPDATE ON finance.bank_entry
    FOR EACH STATEMENT EXECUTE FUNCTION finance.refuse_change();
CREATE TRIGGER written_once BEFORE UPDATE ON finance.bank_transaction
    FOR EACH STATEMENT EXECUTE FUNCTION finance.refuse_change();
CREATE TRIGGER written_once BEFORE UPDATE ON finance.bank_file_chunk
    FOR EACH STATEMENT EXECUTE FUNCTION finance.refuse_change();

-- Once a statement, over all rows that went, or came.
CREATE FUNCTION finance.require_unfinished() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT file_id FROM changed) AS file
               JOIN finance.bank_file USING (file_id)
               WHERE state = 'imported') THEN
        RAISE EXCEPTION '% of %: what a bank said is not changed', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER whole AFTER INSERT ON finance.bank_statement
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION finance.require_unfinished();
CREATE TRIGGER whole AFTER INSERT ON finance.bank_entry
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION finance.require_unfinished();
CREATE TRIGGER whole AFTER INSERT ON finance.bank_transaction
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION finance.require_unfinished();
CREATE TRIGGER kept AFTER DELETE ON finance.bank_entry
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION finance.require_unfinished();
CREATE TRIGGER kept AFTER DELETE ON finance.bank_transaction
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION finance.require_unfinished();
CREATE TRIGGER kept AFTER DELETE ON finance.bank_file_chunk
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION finance.require_unfinished();

REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA finance FROM PUBLIC;

-- A file's way ---------------------------------------------------------------------------------------------------------------

-- All bytes are there. Answers the file that they are: this one, or the one that was received before, and then this one is gone.
CREATE FUNCTION finance.receive_file(p_file text, p_sha256 bytea, p_bytes bigint, p_chunks integer, OUT known_as text)
    LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT (count(*), coalesce(sum(octet_length(content)), 0)) IS DISTINCT FROM (p_chunks::bigint, p_bytes)
        FROM finance.bank_file_chunk WHERE file_id = p_file) THEN
        RAISE EXCEPTION 'file %: its chunks are not all there', p_file USING ERRCODE = 'check_violation';
    END IF;
    LOOP
        BEGIN
            UPDATE finance.bank_file
            SET state = 'importing', sha256 = p_sha256, bytes = p_bytes, chunks = p_chunks
            WHERE file_id = p_file AND state = 'receiving';
            IF NOT FOUND THEN
                RAISE EXCEPTION 'file %: it is not being received', p_file USING ERRCODE = 'check_violation';
            END IF;
            known_as := p_file;
            RETURN;
        EXCEPTION WHEN unique_violation THEN
            SELECT file_id INTO known_as FROM finance.bank_file WHERE sha256 = p_sha256 AND state <> 'refused';
            -- If it was refused in this moment, it stands in nobody's way any more.
            IF FOUND THEN
                DELETE FROM finance.bank_file WHERE file_id = p_file;
                RETURN;
            END IF;
        END;
    END LOOP;
END $$;

-- Removes some of what is kept of a file, so many rows that no statement takes long. Answers whether nothing is left.
CREATE FUNCTION finance.forget_some(p_file text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    most CONSTANT integer := 20000;
    rows integer;
BEGIN
    DELETE FROM finance.bank_transaction
    WHERE ctid = ANY (ARRAY(SELECT ctid FROM finance.bank_transaction WHERE file_id = p_file LIMIT most));
    GET DIAGNOSTICS rows = ROW_COUNT;
    IF rows = most THEN
        RETURN false;
    END IF;
    DELETE FROM finance.bank_entry
    WHERE ctid = ANY (ARRAY(SELECT ctid FROM finance.bank_entry WHERE file_id = p_file LIMIT most));
    GET DIAGNOSTICS rows = ROW_COUNT;
    IF rows = most THEN
        RETURN false;
    END IF;
    DELETE FROM finance.bank_statement WHERE file_id = p_file;
    RETURN true;
END $$;

-- Takes a file that waits, unless a lease is on it. What another reader has kept of it is forgotten first; if that is much, nothing is
-- taken yet.
CREATE FUNCTION finance.take_file(p_file text, p_reader integer, p_now timestamptz, p_leased_until timestamptz)
    RETURNS TABLE (file_id text, fence bigint, parts bigint, chunks integer) LANGUAGE plpgsql AS $$
DECLARE
    was integer;
BEGIN
    SELECT reader INTO was
    FROM finance.bank_file AS file
    WHERE file.file_id = p_file AND file.state = 'importing' AND (file.leased_until IS NULL OR file.leased_until <= p_now)
    FOR UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF was <> p_reader THEN
        UPDATE finance.bank_file AS file SET fence = file.fence + 1, reader = 0, parts = 0 WHERE file.file_id = p_file;
        IF NOT finance.forget_some(p_file) THEN
            RETURN;
        END IF;
    END IF;
    RETURN QUERY
    UPDATE finance.bank_file AS file
    SET fence = file.fence + 1, leased_until = p_leased_until, reader = p_reader
    WHERE file.file_id = p_file
    RETURNING file.file_id, file.fence, file.parts, file.chunks;
END $$;

-- Nothing of the file is taken. Answers refused; again, if much was kept and some of that is left; or overtaken: whoever no longer
-- holds it changes nothing. Once it is begun, whoever takes the file reads it anew.
CREATE FUNCTION finance.refuse_file(p_file text, p_fence bigint, p_reason text, p_line integer, p_column integer, p_at timestamptz)
    RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    UPDATE finance.bank_file SET reader = 0, parts = 0 WHERE file_id = p_file AND fence = p_fence AND state = 'importing';
    IF NOT FOUND THEN
        RETURN 'overtaken';
    END IF;
    IF NOT finance.forget_some(p_file) THEN
        RETURN 'again';
    END IF;
    DELETE FROM finance.bank_file_chunk WHERE file_id = p_file;
    UPDATE finance.bank_file
    SET state = 'refused', reason = p_reason, refused_line = p_line, refused_column = p_column, finished_at = p_at,
        leased_until = NULL
    WHERE file_id = p_file;
    RETURN 'refused';
END $$;

-- All that the file says is kept. Answers imported; duplicate and of what, if one of its statements is imported already, and then nothing
-- has changed; or overtaken.
CREATE FUNCTION finance.complete_file(
    p_file text, p_fence bigint, p_statements integer, p_entries integer, p_transactions integer, p_at timestamptz,
    OUT outcome text, OUT reason text)
    LANGUAGE plpgsql AS $$
DECLARE
    duplicate record;
BEGIN
    PERFORM FROM finance.bank_file WHERE file_id = p_file AND fence = p_fence AND state = 'importing' FOR UPDATE;
    IF NOT FOUND THEN
        outcome := 'overtaken';
        RETURN;
    END IF;
    IF (SELECT count(*) FROM finance.bank_statement WHERE file_id = p_file) <> p_statements
        OR (SELECT (count(*), coalesce(sum(transactions), 0)) FROM finance.bank_entry WHERE file_id = p_file)
            IS DISTINCT FROM (p_entries::bigint, p_transactions::bigint)
        OR (SELECT count(*) FROM finance.bank_transaction WHERE file_id = p_file) <> p_transactions THEN
        RAISE EXCEPTION 'file %: not all that it says is kept', p_file USING ERRCODE = 'check_violation';
    END IF;
    BEGIN
        UPDATE finance.bank_statement SET imported = true WHERE file_id = p_file;
    EXCEPTION WHEN unique_violation THEN
        SELECT mine.statement_id, theirs.file_id INTO STRICT duplicate
        FROM finance.bank_statement AS mine
        JOIN finance.bank_statement AS theirs
            ON theirs.scheme = mine.scheme AND theirs.account = mine.account
            AND (mine.scheme = 'IBAN' OR theirs.servicer IS NOT DISTINCT FROM mine.servicer)
            AND theirs.statement_id = mine.statement_id AND theirs.page = mine.page
            AND theirs.sequence IS NOT DISTINCT FROM mine.sequence
            AND (theirs.imported OR theirs.file_id = mine.file_id AND theirs.statement < mine.statement)
        WHERE mine.file_id = p_file
        ORDER BY mine.statement, theirs.file_id
        LIMIT 1;
        outcome := 'duplicate';
        reason := 'Statement ' || left(duplicate.statement_id, 100)
            || CASE WHEN duplicate.file_id = p_file THEN ' is there twice'
                    ELSE ' was imported before, with file ' || duplicate.file_id END;
        RETURN;
    END;
    UPDATE finance.bank_file
    SET state = 'imported', statements = p_statements, entries = p_entries, transactions = p_transactions, finished_at = p_at,
        leased_until = NULL
    WHERE file_id = p_file;
    outcome := 'imported';
END $$;
