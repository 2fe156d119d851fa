-- What was asked for by TMF654: top-ups, adjustments, transfers and reservations, each with what it came to. What moved is in the
-- books and nowhere else; here is the request, which carries fields that only its sender understands. The id is made of who asked
-- and of the key that it sent, so a repeat finds the first.
CREATE TABLE balance.tmf_action (
    id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^(top|adj|tfb|rsv)_[0-9a-f]{32}$'),
    position bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    kind text NOT NULL CHECK (kind IN ('top_up', 'adjust', 'transfer', 'reserve')),
    client text NOT NULL,
    fingerprint text NOT NULL,
    owner text COLLATE "C" NOT NULL,
    account text COLLATE "C" NOT NULL,
    unit text COLLATE "C" NOT NULL,
    amount bigint NOT NULL CHECK (amount > 0),
    -- Of a use case that is asked for it: whose number it is, and the other one's.
    number text,
    receiver text,
    -- created: under way, or held back and not used up yet.
    status text NOT NULL CHECK (status IN ('created', 'completed', 'failed', 'cancelled')),
    failure text CHECK ((failure IS NOT NULL) = (status = 'failed')),
    -- Of the use case that does it, once that is known: its id of it, and its entry. What is done here has the entry 'ent_' and the id.
    reference text,
    entry_id text COLLATE "C",
    -- Where the customer pays.
    page text,
    -- What of a reservation is not used up.
    held bigint NOT NULL DEFAULT 0 CHECK (held BETWEEN 0 AND amount),
    expires_at timestamptz,
    requested_at timestamptz NOT NULL,
    confirmed_at timestamptz,
    -- Deleted, as far as its clients see.
    hidden boolean NOT NULL DEFAULT false,
    version bigint NOT NULL DEFAULT 1,
    -- Version and status of which its client's subscribers to events have been told.
    told bigint NOT NULL DEFAULT 0,
    told_status text,
    -- When the use case that does it is looked at next, which is one's turn until then; NULL: it can change no more.
    look_at timestamptz,
    content text NOT NULL,
    CHECK (kind IN ('top_up', 'transfer') OR look_at IS NULL),
    CHECK (kind = 'reserve' OR held = 0),
    CHECK (status = 'created' OR held = 0),
    CHECK ((kind = 'reserve') = (expires_at IS NOT NULL))
);

CREATE INDEX tmf_actions_of_kind ON balance.tmf_action (kind, position) WHERE NOT hidden;
CREATE INDEX tmf_actions_of_owner ON balance.tmf_action (owner, position) WHERE NOT hidden;
CREATE INDEX tmf_actions_of_client ON balance.tmf_action (client, position) WHERE NOT hidden;
CREATE INDEX tmf_reservations_of_bucket ON balance.tmf_action (account, unit) WHERE kind = 'reserve' AND status = 'created';
CREATE INDEX tmf_reservations_by_end ON balance.tmf_action (expires_at) WHERE kind = 'reserve' AND status = 'created';
CREATE INDEX tmf_actions_to_look_at ON balance.tmf_action (look_at) WHERE look_at IS NOT NULL;
CREATE INDEX tmf_actions_to_tell ON balance.tmf_action (position) WHERE told < version;

-- Buckets that were made by TMF654, with the request. What they hold, and until when, is where it is of all buckets. The key is made
-- of who asked and of the key that it sent.
CREATE TABLE balance.tmf_bucket (
    key text COLLATE "C" PRIMARY KEY,
    account text COLLATE "C" NOT NULL UNIQUE CHECK (starts_with(account, 'bucket:')),
    unit text COLLATE "C" NOT NULL,
    client text NOT NULL,
    fingerprint text NOT NULL,
    content text NOT NULL,
    deleted_at timestamptz
);

REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON balance.tmf_action, balance.tmf_bucket FROM PUBLIC;

-- Moves an amount from one account to another and keeps the action that asked for it, or finds what was kept under its id. A refusal
-- is kept as well, and moves nothing: whoever was told of one is not surprised by the same request that comes late.
--
-- With a reservation it is what is held for that which moves, all of it if no amount is given.
--
-- Locks are taken in one order by everyone: claims of entry ids, reservations, terms, then what balance.post takes.
CREATE FUNCTION balance.tmf_move(
    p_id text, p_kind text, p_client text, p_fingerprint text, p_owner text, p_account text, p_unit text, p_amount bigint,
    p_from text, p_to text, p_at timestamptz, p_expires_at timestamptz, p_reservation text, p_content text) RETURNS void
    LANGUAGE plpgsql
    SET enable_seqscan = off
    SET lock_timeout = '5s'
AS $$
DECLARE
    reserved balance.tmf_action;
    moved bigint := p_amount;
    refusal text;
    posted text;
BEGIN
    PERFORM balance.claim(ARRAY['ent_' || p_id]);
    IF EXISTS (SELECT FROM balance.tmf_action WHERE id = p_id) THEN
        RETURN;
    END IF;

    IF p_reservation IS NOT NULL THEN
        SELECT * INTO STRICT reserved FROM balance.tmf_action WHERE id = p_reservation AND kind = 'reserve' FOR NO KEY UPDATE;
        moved := coalesce(p_amount, nullif(reserved.held, 0), reserved.amount);
        refusal := CASE WHEN reserved.status <> 'created' OR reserved.expires_at <= p_at THEN 'reservation_over'
                        WHEN reserved.held < moved THEN 'reservation_too_small' END;
    ELSE
        -- What has ended or is deleted is nobody's to give, and nobody's to fill; and it is not deleted while it is filled.
        SELECT CASE WHEN valid_until <= p_at OR emptied_at IS NOT NULL THEN 'bucket_ended' END INTO refusal
        FROM balance.bucket_terms
        WHERE account = p_account AND unit = p_unit
        FOR SHARE;
    END IF;

    -- Each look at a bucket reads them all.
    IF refusal IS NULL AND p_kind = 'reserve' AND 1000 <= (SELECT count(*) FROM balance.tmf_action
                                                           WHERE account = p_account AND unit = p_unit
                                                             AND kind = 'reserve' AND status = 'created') THEN
        refusal := 'too_many_reservations';
    END IF;

    IF refusal IS NULL THEN
        SELECT p.outcome INTO posted
        FROM balance.post('ent_' || p_id, 'tmf-' || replace(p_kind, '_', '-'), p_id, p_at, ARRAY[p_from, p_to],
                          ARRAY[p_unit, p_unit], ARRAY[-moved, moved]) AS p;
        IF posted = 'insufficient_balance' THEN
            refusal := posted;
        ELSIF posted <> 'created' THEN
            RAISE EXCEPTION '%: its entry is %', p_id, posted USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;

    IF refusal IS NULL AND p_reservation IS NOT NULL THEN
        UPDATE balance.tmf_action
        SET held = held - moved, version = version + 1,
            status = CASE WHEN held = moved THEN 'completed' ELSE status END,
            confirmed_at = CASE WHEN held = moved THEN p_at END
        WHERE id = p_reservation;
    END IF;

    INSERT INTO balance.tmf_action (id, kind, client, fingerprint, owner, account, unit, amount, status, failure, reference, held,
                                    expires_at, requested_at, confirmed_at, content)
    VALUES (p_id, p_kind, p_client, p_fingerprint, p_owner, p_account, p_unit, moved,
            CASE WHEN refusal IS NOT NULL THEN 'failed' WHEN p_kind = 'reserve' THEN 'created' ELSE 'completed' END, refusal,
            p_reservation, CASE WHEN p_kind = 'reserve' AND refusal IS NULL THEN moved ELSE 0 END, p_expires_at, p_at,
            CASE WHEN p_kind <> 'reserve' OR refusal IS NOT NULL THEN p_at END, p_content);
END $$;

-- Gives back what of a reservation is not used up, from the account in which it is held. Answers whether there was one to end.
CREATE FUNCTION balance.tmf_release(p_id text, p_held_in text, p_at timestamptz) RETURNS boolean
    LANGUAGE plpgsql
    SET enable_seqscan = off
    SET lock_timeout = '5s'
AS $$
DECLARE
    reserved balance.tmf_action;
    posted text;
BEGIN
    SELECT * INTO reserved
    FROM balance.tmf_action
    WHERE id = p_id AND kind = 'reserve' AND status = 'created'
    FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;

    SELECT p.outcome INTO posted
    FROM balance.post('ent_' || p_id || '_end', 'tmf-release', p_id, p_at, ARRAY[p_held_in, reserved.account],
                      ARRAY[reserved.unit, reserved.unit], ARRAY[-reserved.held, reserved.held]) AS p;
    IF posted <> 'created' THEN
        RAISE EXCEPTION '%: the entry of its end is %', p_id, posted USING ERRCODE = 'integrity_constraint_violation';
    END IF;

    UPDATE balance.tmf_action
    SET held = 0, status = 'cancelled', confirmed_at = p_at, version = version + 1
    WHERE id = p_id;
    -- What comes back to a bucket after its end ends again.
    UPDATE balance.bucket_terms SET emptied_at = NULL
    WHERE account = reserved.account AND unit = reserved.unit AND emptied_at IS NOT NULL;
    RETURN true;
END $$;

-- Deletes an empty bucket that was made here and of which nothing is reserved, and makes room for another one. Its terms are locked
-- before it is looked into, and so is the bucket itself: whoever fills it has them, and what a session gives back has only that.
CREATE FUNCTION balance.tmf_delete(p_account text, p_unit text, p_at timestamptz) RETURNS boolean
    LANGUAGE plpgsql
    SET lock_timeout = '5s'
AS $$
BEGIN
    PERFORM FROM balance.bucket_terms WHERE account = p_account AND unit = p_unit FOR NO KEY UPDATE;
    PERFORM FROM balance.bucket WHERE account = p_account AND unit = p_unit FOR NO KEY UPDATE;
    UPDATE balance.tmf_bucket SET deleted_at = p_at
    WHERE account = p_account AND unit = p_unit
      AND NOT EXISTS (SELECT FROM balance.bucket WHERE account = p_account AND unit = p_unit AND balance > 0)
      AND NOT EXISTS (SELECT FROM balance.tmf_action
                      WHERE account = p_account AND unit = p_unit AND kind = 'reserve' AND status = 'created');
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE balance.bucket_terms SET emptied_at = p_at WHERE account = p_account AND unit = p_unit;
    RETURN true;
END $$;

-- A subscriber's buckets, whether something was ever in them or not; deleted ones and ended ones only while they are not empty.
CREATE FUNCTION balance.tmf_buckets(p_owner text, p_at timestamptz)
RETURNS TABLE (account text, unit text, held bigint, valid_from timestamptz, valid_until timestamptz, reserved bigint,
               reservations text[], content text)
    LANGUAGE plpgsql STABLE
    SET enable_seqscan = off
    SET enable_hashjoin = off
    SET enable_mergejoin = off
AS $$
DECLARE
    main CONSTANT text := 'bucket:' || p_owner;
BEGIN
    RETURN QUERY
        SELECT known.account, known.unit, coalesce(b.balance, 0), t.valid_from, t.valid_until, coalesce(r.held, 0),
               coalesce(r.ids, '{}'), m.content
        FROM (SELECT b.account, b.unit FROM balance.bucket AS b WHERE b.account = main COLLATE "C"
              UNION
              SELECT b.account, b.unit FROM balance.bucket AS b
              WHERE b.account > (main || ':') COLLATE "C" AND b.account < (main || ';') COLLATE "C"
              UNION
              SELECT t.account, t.unit FROM balance.bucket_terms AS t
              WHERE t.owner = p_owner COLLATE "C" AND t.emptied_at IS NULL) AS known
        LEFT JOIN balance.bucket AS b ON b.account = known.account AND b.unit = known.unit
        LEFT JOIN balance.bucket_terms AS t ON t.account = known.account AND t.unit = known.unit
        LEFT JOIN balance.tmf_bucket AS m ON m.account = known.account AND m.unit = known.unit
        LEFT JOIN LATERAL (SELECT sum(a.held)::bigint AS held, array_agg(a.id ORDER BY a.position) AS ids
                           FROM balance.tmf_action AS a
                           WHERE a.account = known.account AND a.unit = known.unit AND a.kind = 'reserve' AND a.status = 'created'
                             AND a.expires_at > p_at) AS r ON true
        WHERE coalesce(b.balance, 0) > 0 OR r.held > 0 OR m.deleted_at IS NULL AND t.emptied_at IS NULL
        ORDER BY known.account COLLATE "C", known.unit COLLATE "C";
END $$;
