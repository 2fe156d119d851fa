-- Credit that one subscriber gives to another, and every request for it with what it came to. The id is made of who asked and of the
-- key that it sent, so a repeat finds the first. A refusal is kept as well: whoever was told of one is not charged by the same
-- request that comes late.
CREATE TABLE balance.transfer (
    id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^trf_[0-9a-f]{32}$'),
    asked_by text NOT NULL,
    from_number text NOT NULL,
    to_number text NOT NULL,
    -- NULL: nobody has the number.
    sender text COLLATE "C",
    recipient text COLLATE "C",
    unit text COLLATE "C" NOT NULL,
    amount bigint NOT NULL CHECK (amount > 0),
    fee bigint NOT NULL CHECK (fee >= 0),
    -- As the sender's network counts days.
    day date NOT NULL,
    at timestamptz NOT NULL,
    outcome text NOT NULL,
    CHECK (outcome <> 'transferred' OR sender <> recipient AND sender IS NOT NULL AND recipient IS NOT NULL)
);

CREATE INDEX transfers_of_a_day ON balance.transfer (sender, unit, day) INCLUDE (amount) WHERE outcome = 'transferred';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON balance.transfer
    FOR EACH STATEMENT EXECUTE FUNCTION balance.refuse_change();

REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON balance.transfer FROM PUBLIC;

-- Decides on requests as if each came by itself, in the order given, and answers with the row of each: the new one, or that of the
-- first request under its id. What was refused before it came here is kept and moves nothing.
--
-- Locks are taken in one order by everyone: claims of entry ids, then buckets by key, then what balance.post takes besides. A
-- sender's bucket is locked before its transfers of the day are counted, so nobody else adds to them meanwhile.
CREATE FUNCTION balance.transfer_all(
    p_ids text[], p_asked_by text[], p_from_numbers text[], p_to_numbers text[], p_senders text[], p_recipients text[],
    p_units text[], p_amounts bigint[], p_fees bigint[], p_days text[], p_at timestamptz[], p_refusals text[],
    p_most_a_day integer, p_most_amount_a_day bigint, p_least_left bigint) RETURNS SETOF balance.transfer
    LANGUAGE plpgsql
    SET enable_seqscan = off
    SET enable_hashjoin = off
    SET enable_mergejoin = off
    SET plan_cache_mode = force_generic_plan
    SET lock_timeout = '5s'
AS $$
DECLARE
    item record;
    kept balance.transfer;
    held bigint;
    given integer;
    given_amount bigint;
    lines integer;
    posted text;
BEGIN
    PERFORM balance.claim(ARRAY(SELECT 'ent_' || id FROM unnest(p_ids) AS id));
    PERFORM FROM (SELECT DISTINCT ('bucket:' || owner) COLLATE "C" AS account, unit COLLATE "C" AS unit
                  FROM (SELECT sender, unit FROM unnest(p_senders, p_units) AS s(sender, unit)
                        UNION ALL
                        SELECT recipient, unit FROM unnest(p_recipients, p_units) AS r(recipient, unit)) AS party(owner, unit)
                  ORDER BY account, unit) AS due
    CROSS JOIN LATERAL (SELECT FROM balance.bucket AS b WHERE b.account = due.account AND b.unit = due.unit
                        FOR NO KEY UPDATE) AS locked;

    FOR item IN
        SELECT * FROM unnest(p_ids, p_asked_by, p_from_numbers, p_to_numbers, p_senders, p_recipients, p_units, p_amounts, p_fees,
                             p_days, p_at, p_refusals) WITH ORDINALITY
            AS i(id, asked_by, from_number, to_number, sender, recipient, unit, amount, fee, day, at, refusal, n)
        ORDER BY n
    LOOP
        SELECT * INTO kept FROM balance.transfer AS t WHERE t.id = item.id;
        IF NOT FOUND THEN
            -- What has ended is nobody's to give.
            SELECT coalesce(sum(b.balance), 0) INTO held
            FROM balance.bucket AS b
            LEFT JOIN balance.bucket_terms AS terms ON terms.account = b.account AND terms.unit = b.unit
            WHERE b.account = 'bucket:' || item.sender AND b.unit = item.unit
              AND coalesce(terms.valid_from <= item.at AND coalesce(item.at < terms.valid_until, true), true);

            SELECT count(*), coalesce(sum(t.amount), 0) INTO given, given_amount
            FROM balance.transfer AS t
            WHERE t.sender = item.sender AND t.unit = item.unit AND t.day = item.day::date AND t.outcome = 'transferred';

            INSERT INTO balance.transfer (id, asked_by, from_number, to_number, sender, recipient, unit, amount, fee, day, at, outcome)
            VALUES (item.id, item.asked_by, item.from_number, item.to_number, item.sender, item.recipient, item.unit, item.amount,
                    item.fee, item.day::date, item.at,
                    CASE WHEN item.refusal IS NOT NULL THEN item.refusal
                         WHEN given >= p_most_a_day THEN 'limit_reached:most_a_day'
                         WHEN given_amount + item.amount > p_most_amount_a_day THEN 'limit_reached:most_amount_a_day'
                         WHEN held < item.amount + item.fee THEN 'insufficient_balance'
                         WHEN held < item.amount + item.fee + p_least_left THEN 'limit_reached:least_left'
                         ELSE 'transferred' END)
            RETURNING * INTO kept;

            IF kept.outcome = 'transferred' THEN
                lines := CASE kept.fee WHEN 0 THEN 2 ELSE 3 END;
                SELECT p.outcome INTO posted
                FROM balance.post('ent_' || kept.id, 'transfer', kept.id, kept.at,
                    (ARRAY['bucket:' || kept.sender, 'bucket:' || kept.recipient, 'transfer-fees'])[:lines],
                    array_fill(kept.unit, ARRAY[lines]),
                    (ARRAY[-kept.amount - kept.fee, kept.amount, kept.fee])[:lines]) AS p;
                IF posted <> 'created' THEN
                    RAISE EXCEPTION '%: its entry is %', kept.id, posted USING ERRCODE = 'integrity_constraint_violation';
                END IF;
            END IF;
        END IF;
        RETURN NEXT kept;
    END LOOP;
END $$;
