-- Recharges that were asked for in advance.

-- Nothing is ever deleted: whoever asks why a card was charged finds the rule.
CREATE TABLE autotopup.rule (
    id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^atu_[0-9a-f]{32}$'),
    -- Of what it was made by: the same key with another content is another request.
    fingerprint text NOT NULL,
    version integer NOT NULL,
    state text NOT NULL CHECK (state IN ('ACTIVE', 'PAUSED', 'CANCELLED')),
    -- Why it is paused.
    reason text,
    client_id text NOT NULL,
    subscriber_id text COLLATE "C" NOT NULL,
    offer_id text NOT NULL,
    price_minor bigint NOT NULL CHECK (price_minor > 0),
    currency text NOT NULL,
    credit_unit text NOT NULL,
    -- The provider's token of the card. Not all digits: a number would be.
    card text NOT NULL CHECK (card !~ '^[0-9]{12,19}$'),
    -- Either of both: in the credit's unit; or when, in local time.
    threshold bigint CHECK (threshold > 0),
    frequency text CHECK (frequency IN ('DAILY', 'WEEKLY', 'MONTHLY')),
    day integer CHECK (day BETWEEN 1 AND 31),
    local_time time,
    zone text,
    most_a_day integer NOT NULL CHECK (most_a_day > 0),
    most_a_month integer NOT NULL CHECK (most_a_month > 0),
    -- In minor units of the price's currency; NULL: no limit but the number.
    amount_a_day bigint CHECK (amount_a_day > 0),
    amount_a_month bigint CHECK (amount_a_month > 0),
    -- How often its card was declined since it was last accepted, or the rule was resumed.
    declines integer NOT NULL,
    -- Which instant is planned next; of an active schedule alone.
    next_at timestamptz,
    -- Whether its mark at the balance has still to be set or taken away.
    mark_is_due boolean NOT NULL,
    -- Of which version what it charges, and when, was last agreed to.
    consent_version integer NOT NULL,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    CHECK ((threshold IS NULL) <> (frequency IS NULL)),
    CHECK ((frequency IS NULL) = (local_time IS NULL) AND (frequency IS NULL) = (zone IS NULL)),
    CHECK ((next_at IS NOT NULL) = (frequency IS NOT NULL AND state = 'ACTIVE')),
    CHECK ((reason IS NOT NULL) = (state = 'PAUSED'))
) WITH (fillfactor = 80);

CREATE INDEX rule_of_subscriber ON autotopup.rule (subscriber_id, created_at);
CREATE INDEX rule_to_plan ON autotopup.rule (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX rule_to_mark ON autotopup.rule (id) WHERE mark_is_due;

-- Who changed a rule, and how.
CREATE TABLE autotopup.rule_change (
    rule_id text COLLATE "C" NOT NULL REFERENCES autotopup.rule,
    version integer NOT NULL,
    what text NOT NULL,
    actor text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (rule_id, version)
);

-- What a subscriber was shown and agreed to, and what the rule said then. Nothing is charged without.
CREATE TABLE autotopup.consent (
    rule_id text COLLATE "C" NOT NULL REFERENCES autotopup.rule,
    version integer NOT NULL,
    terms_version text NOT NULL,
    terms text NOT NULL,
    price_minor bigint NOT NULL,
    currency text NOT NULL,
    -- Of the card, what tells it from others and cannot be charged.
    card_digest text NOT NULL,
    agreed jsonb NOT NULL,
    client_id text NOT NULL,
    actor text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (rule_id, version)
);

ALTER TABLE autotopup.rule ADD CONSTRAINT rule_is_agreed_to
    FOREIGN KEY (id, consent_version) REFERENCES autotopup.consent (rule_id, version) DEFERRABLE INITIALLY DEFERRED;

-- One crossing, or one instant of a schedule: its id is made of the rule and of that, so there cannot be two.
CREATE TABLE autotopup.run (
    id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^atu_[0-9a-f]{32}_[cs][0-9]{1,19}$'),
    rule_id text COLLATE "C" NOT NULL REFERENCES autotopup.rule,
    version integer NOT NULL,
    state text NOT NULL CHECK (state IN ('WAITING', 'STARTING', 'STARTED', 'CREDITED', 'DECLINED', 'UNPAID', 'IN_REVIEW', 'SKIPPED')),
    -- Why it was skipped.
    reason text,
    due_at timestamptz NOT NULL,
    -- Which order of it: a declined one is followed by a second.
    try integer NOT NULL CHECK (try BETWEEN 1 AND 2),
    order_id text,
    price_minor bigint,
    currency text,
    -- Whether the subscriber was told that the card's bank wants to be asked.
    is_asked boolean NOT NULL DEFAULT false,
    begun_at timestamptz,
    -- Of which version of its rule it charges.
    rule_version integer,
    next_at timestamptz,
    -- How often it was taken since it last moved. Whoever took it first cannot move it any more.
    attempts integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    CHECK ((next_at IS NOT NULL) = (state IN ('WAITING', 'STARTING', 'STARTED'))),
    CHECK ((reason IS NOT NULL) = (state = 'SKIPPED')),
    CHECK (state NOT IN ('STARTING', 'STARTED', 'CREDITED', 'DECLINED', 'UNPAID', 'IN_REVIEW') OR begun_at IS NOT NULL),
    CHECK ((begun_at IS NULL) = (rule_version IS NULL))
) WITH (fillfactor = 70);

CREATE INDEX run_due ON autotopup.run (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX run_of_rule ON autotopup.run (rule_id, created_at);
-- One charge of a rule at a time, whoever works on it.
CREATE UNIQUE INDEX run_under_way ON autotopup.run (rule_id) WHERE state IN ('STARTING', 'STARTED');

-- What is to be told, written with what it tells of: an outbox.
CREATE TABLE autotopup.notice (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id text COLLATE "C" NOT NULL UNIQUE,
    type text NOT NULL,
    client_id text NOT NULL,
    data text NOT NULL,
    occurred_at timestamptz NOT NULL,
    told_at timestamptz
);

CREATE INDEX notice_untold ON autotopup.notice (number) WHERE told_at IS NULL;

CREATE FUNCTION autotopup.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of %: what was done stays written', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON autotopup.rule_change
    FOR EACH STATEMENT EXECUTE FUNCTION autotopup.refuse_change();

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON autotopup.consent
    FOR EACH STATEMENT EXECUTE FUNCTION autotopup.refuse_change();

CREATE FUNCTION autotopup.card_digest(card text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN encode(sha256(convert_to(card, 'UTF8')), 'hex');

-- Writes down that what a rule says now was agreed to.
CREATE FUNCTION autotopup.agree(p_rule text, p_terms_version text, p_terms text, p_actor text, p_at timestamptz) RETURNS void
    LANGUAGE sql
BEGIN ATOMIC
    INSERT INTO autotopup.consent (rule_id, version, terms_version, terms, price_minor, currency, card_digest, agreed, client_id, actor, at)
    SELECT r.id, r.version, p_terms_version, p_terms, r.price_minor, r.currency, autotopup.card_digest(r.card),
           jsonb_strip_nulls(jsonb_build_object(
               'subscriber', r.subscriber_id, 'offer', r.offer_id, 'amount', r.price_minor, 'currency', r.currency,
               'unit', r.credit_unit, 'threshold', r.threshold, 'frequency', r.frequency, 'day', r.day, 'at', r.local_time,
               'zone', r.zone, 'perDay', r.most_a_day, 'perMonth', r.most_a_month, 'amountPerDay', r.amount_a_day,
               'amountPerMonth', r.amount_a_month)),
           r.client_id, p_actor, p_at
    FROM autotopup.rule AS r
    WHERE r.id = p_rule;
END;

-- Notices of a change; those that are there already stay.
CREATE FUNCTION autotopup.tell(p_ids text[], p_types text[], p_data text[], p_client text, p_at timestamptz) RETURNS void
    LANGUAGE sql
BEGIN ATOMIC
    INSERT INTO autotopup.notice (event_id, type, client_id, data, occurred_at)
    SELECT id, type, p_client, data, p_at FROM unnest(p_ids, p_types, p_data) AS n(id, type, data)
    ON CONFLICT (event_id) DO NOTHING;
END;

-- Begins a run: from now on its order may be placed, as long as its rule stays as it is. Its rule is locked while it is judged, so that two
-- runs of it can neither be under way together nor pass a limit together; and of the rules that fill the same credit when it is low one
-- after the other begins.
CREATE FUNCTION autotopup.begin_run(
    p_id text, p_version integer, p_attempts integer, p_rule text, p_rule_version integer, p_at timestamptz, p_until timestamptz,
    p_day timestamptz, p_month timestamptz, p_ids text[], p_types text[], p_data text[]) RETURNS text
    LANGUAGE plpgsql
    SET lock_timeout = '5s'
AS $$
DECLARE
    rule autotopup.rule;
    begun record;
BEGIN
    SELECT * INTO rule FROM autotopup.rule WHERE id = p_rule AND version = p_rule_version AND state = 'ACTIVE' FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN 'OVERTAKEN';
    END IF;
    IF NOT EXISTS (SELECT FROM autotopup.consent AS c
                   WHERE c.rule_id = p_rule AND c.version = rule.consent_version AND c.price_minor = rule.price_minor
                     AND c.currency = rule.currency AND c.card_digest = autotopup.card_digest(rule.card))
    THEN
        RAISE EXCEPTION 'rule %: nobody has agreed to this charge', p_rule USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (SELECT FROM autotopup.run WHERE rule_id = p_rule AND state IN ('STARTING', 'STARTED')) THEN
        RETURN 'ANOTHER_UNDER_WAY';
    END IF;
    IF rule.threshold IS NOT NULL THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('autotopup.begin_run ' || rule.subscriber_id || ' ' || rule.credit_unit, 0));
        IF EXISTS (SELECT FROM autotopup.rule AS o JOIN autotopup.run AS r ON r.rule_id = o.id
                   WHERE o.subscriber_id = rule.subscriber_id AND o.credit_unit = rule.credit_unit AND o.threshold IS NOT NULL
                     AND r.state IN ('STARTING', 'STARTED'))
        THEN
            RETURN 'ANOTHER_UNDER_WAY';
        END IF;
    END IF;
    SELECT count(*) FILTER (WHERE begun_at >= p_day) AS of_day, count(*) AS of_month,
           coalesce(sum(price_minor) FILTER (WHERE begun_at >= p_day), 0) AS amount_of_day, coalesce(sum(price_minor), 0) AS amount_of_month
    INTO begun
    FROM autotopup.run
    WHERE rule_id = p_rule AND begun_at >= p_month AND state IN ('CREDITED', 'IN_REVIEW') AND currency = rule.currency;
    IF begun.of_day >= rule.most_a_day OR begun.of_month >= rule.most_a_month
        OR begun.amount_of_day + rule.price_minor > rule.amount_a_day OR begun.amount_of_month + rule.price_minor > rule.amount_a_month
    THEN
        RETURN 'LIMIT_REACHED';
    END IF;
    UPDATE autotopup.run
    SET version = version + 1, state = 'STARTING', begun_at = p_at, next_at = p_until, attempts = 0, changed_at = p_at, order_id = NULL,
        price_minor = rule.price_minor, currency = rule.currency, rule_version = p_rule_version, is_asked = false
    WHERE id = p_id AND version = p_version AND attempts = p_attempts AND state = 'WAITING';
    IF NOT FOUND THEN
        RETURN 'OVERTAKEN';
    END IF;
    PERFORM autotopup.tell(p_ids, p_types, p_data, rule.client_id, p_at);
    RETURN 'BEGUN';
END $$;

-- Moves a run on and, where its card was judged, its rule. Both are as they were read, or nothing is done.
CREATE FUNCTION autotopup.change_run(
    p_id text, p_version integer, p_attempts integer, p_state text, p_reason text, p_try integer, p_order text, p_is_asked boolean,
    p_next_at timestamptz, p_at timestamptz, p_rule text, p_rule_version integer, p_declines_before integer, p_declines integer,
    p_pause text, p_client text, p_ids text[], p_types text[], p_data text[]) RETURNS boolean
    LANGUAGE plpgsql
    SET lock_timeout = '5s'
AS $$
BEGIN
    IF p_declines <> p_declines_before OR p_pause IS NOT NULL THEN
        PERFORM FROM autotopup.rule
        WHERE id = p_rule AND version = p_rule_version AND declines = p_declines_before
        FOR NO KEY UPDATE;
        IF NOT FOUND THEN
            RETURN false;
        END IF;
    END IF;
    UPDATE autotopup.run
    SET version = version + 1, state = p_state, reason = p_reason, try = p_try, order_id = p_order, is_asked = p_is_asked,
        next_at = p_next_at, attempts = 0, changed_at = p_at
    WHERE id = p_id AND version = p_version AND attempts = p_attempts;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    IF p_pause IS NOT NULL THEN
        UPDATE autotopup.rule
        SET version = version + 1, state = 'PAUSED', reason = p_pause, declines = p_declines, next_at = NULL,
            mark_is_due = threshold IS NOT NULL, changed_at = p_at
        WHERE id = p_rule;
        INSERT INTO autotopup.rule_change (rule_id, version, what, actor, at)
        VALUES (p_rule, p_rule_version + 1, 'paused: ' || p_pause, 'refill', p_at);
    ELSIF p_declines <> p_declines_before THEN
        UPDATE autotopup.rule SET declines = p_declines WHERE id = p_rule;
    END IF;
    PERFORM autotopup.tell(p_ids, p_types, p_data, p_client, p_at);
    RETURN true;
END $$;

-- Plans one instant of a schedule, on whichever node it is seen first: the run, its notice, and which instant is next.
CREATE FUNCTION autotopup.plan_run(
    p_id text, p_rule text, p_rule_version integer, p_due_at timestamptz, p_following timestamptz, p_at timestamptz, p_client text,
    p_ids text[], p_types text[], p_data text[]) RETURNS boolean
    LANGUAGE plpgsql
    SET lock_timeout = '5s'
AS $$
BEGIN
    UPDATE autotopup.rule SET next_at = p_following
    WHERE id = p_rule AND version = p_rule_version AND state = 'ACTIVE' AND next_at = p_due_at;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    -- One that was dropped when its rule was changed comes back.
    INSERT INTO autotopup.run AS r (id, rule_id, version, state, due_at, try, next_at, created_at, changed_at)
    VALUES (p_id, p_rule, 1, 'WAITING', p_due_at, 1, p_due_at, p_at, p_at)
    ON CONFLICT (id) DO UPDATE
        SET version = r.version + 1, state = 'WAITING', reason = NULL, next_at = p_due_at, attempts = 0, changed_at = p_at
        WHERE r.state = 'SKIPPED' AND r.reason = 'RULE_CHANGED';
    PERFORM autotopup.tell(p_ids, p_types, p_data, p_client, p_at);
    RETURN true;
END $$;

-- Drops what was planned of a schedule that is another one now, or has another price, and takes back what was told of it.
CREATE FUNCTION autotopup.drop_planned(p_rule text, p_at timestamptz) RETURNS void
    LANGUAGE sql
BEGIN ATOMIC
    WITH dropped AS (
        UPDATE autotopup.run
        SET version = version + 1, state = 'SKIPPED', reason = 'RULE_CHANGED', next_at = NULL, changed_at = p_at
        WHERE rule_id = p_rule AND state = 'WAITING' AND try = 1 AND id LIKE '%\_s%'
        RETURNING id)
    INSERT INTO autotopup.notice (event_id, type, client_id, data, occurred_at)
    -- By the rule's version: one that is planned again may be dropped again.
    SELECT 'evt_' || d.id || '_' || r.version || '_dropped', 'auto_topup.skipped', r.client_id,
           json_build_object('id', r.id, 'subscriber', r.subscriber_id, 'offer', r.offer_id, 'amount', r.price_minor,
                             'currency', r.currency, 'run', d.id, 'why', 'rule_changed')::text,
           p_at
    FROM dropped AS d CROSS JOIN autotopup.rule AS r
    WHERE r.id = p_rule;
END;

-- Changes a rule that still is as it was read; p_terms NULL: it says the same as before, and needs no new consent. What was planned of its schedule is dropped if that is another one now, or another price.
CREATE FUNCTION autotopup.change_rule(
    p_id text, p_version integer, p_state text, p_reason text, p_price_minor bigint, p_card text, p_threshold bigint, p_frequency text,
    p_day integer, p_local_time time, p_zone text, p_most_a_day integer, p_most_a_month integer, p_amount_a_day bigint,
    p_amount_a_month bigint, p_declines integer, p_next_at timestamptz, p_mark_is_due boolean, p_drops boolean,
    p_terms_version text, p_terms text, p_what text, p_actor text, p_at timestamptz, p_ids text[], p_types text[], p_data text[]) RETURNS boolean
    LANGUAGE plpgsql
    SET lock_timeout = '5s'
AS $$
DECLARE
    client text;
BEGIN
    UPDATE autotopup.rule AS r
    SET version = p_version + 1, state = p_state, reason = p_reason, price_minor = p_price_minor, card = p_card,
        threshold = p_threshold, frequency = p_frequency, day = p_day, local_time = p_local_time, zone = p_zone,
        most_a_day = p_most_a_day, most_a_month = p_most_a_month, amount_a_day = p_amount_a_day, amount_a_month = p_amount_a_month,
        declines = p_declines, next_at = p_next_at, mark_is_due = r.mark_is_due OR p_mark_is_due, changed_at = p_at,
        consent_version = CASE WHEN p_terms IS NULL THEN r.consent_version ELSE p_version + 1 END
    WHERE id = p_id AND version = p_version AND state <> 'CANCELLED'
    RETURNING client_id INTO client;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO autotopup.rule_change (rule_id, version, what, actor, at) VALUES (p_id, p_version + 1, p_what, p_actor, p_at);
    IF p_terms IS NOT NULL THEN
        PERFORM autotopup.agree(p_id, p_terms_version, p_terms, p_actor, p_at);
    END IF;
    -- Whoever has a run that is about to place its order, or whose order is not to be paid any more, does not have it any longer.
    UPDATE autotopup.run SET next_at = p_at, attempts = attempts + 1
    WHERE rule_id = p_id AND (state = 'STARTING' OR state = 'STARTED' AND p_state <> 'ACTIVE');
    IF p_drops THEN
        PERFORM autotopup.drop_planned(p_id, p_at);
    END IF;
    PERFORM autotopup.tell(p_ids, p_types, p_data, client, p_at);
    RETURN true;
END $$;

-- Keeps a rule, or says what is in its way. Rules of a subscriber are counted one after the other.
CREATE FUNCTION autotopup.keep_rule(
    p_id text, p_fingerprint text, p_client text, p_subscriber text, p_offer text, p_price_minor bigint, p_currency text, p_unit text,
    p_card text, p_threshold bigint, p_frequency text, p_day integer, p_local_time time, p_zone text, p_most_a_day integer,
    p_most_a_month integer, p_amount_a_day bigint, p_amount_a_month bigint, p_next_at timestamptz, p_at timestamptz,
    p_terms_version text, p_terms text, p_actor text, p_most integer) RETURNS text
    LANGUAGE plpgsql
    SET lock_timeout = '5s'
AS $$
DECLARE
    kept text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('autotopup.keep_rule ' || p_subscriber, 0));
    SELECT fingerprint INTO kept FROM autotopup.rule WHERE id = p_id;
    IF FOUND THEN
        RETURN CASE WHEN kept = p_fingerprint THEN 'THERE' ELSE 'OTHER_REQUEST' END;
    END IF;
    IF (SELECT count(*) FROM autotopup.rule WHERE subscriber_id = p_subscriber AND state <> 'CANCELLED') >= p_most THEN
        RETURN 'TOO_MANY';
    END IF;
    INSERT INTO autotopup.rule (id, fingerprint, version, state, client_id, subscriber_id, offer_id, price_minor, currency, credit_unit,
                                card, threshold, frequency, day, local_time, zone, most_a_day, most_a_month, amount_a_day,
                                amount_a_month, declines, next_at, mark_is_due, consent_version, created_at, changed_at)
    VALUES (p_id, p_fingerprint, 1, 'ACTIVE', p_client, p_subscriber, p_offer, p_price_minor, p_currency, p_unit, p_card, p_threshold,
            p_frequency, p_day, p_local_time, p_zone, p_most_a_day, p_most_a_month, p_amount_a_day, p_amount_a_month, 0, p_next_at,
            p_threshold IS NOT NULL, 1, p_at, p_at);
    INSERT INTO autotopup.rule_change (rule_id, version, what, actor, at) VALUES (p_id, 1, 'created', p_actor, p_at);
    PERFORM autotopup.agree(p_id, p_terms_version, p_terms, p_actor, p_at);
    RETURN 'THERE';
END $$;
