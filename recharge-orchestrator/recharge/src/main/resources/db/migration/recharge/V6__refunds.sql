-- Refunds and disputes of orders, each with every change, who made it and on what evidence.

-- What went back of an order, or is about to. A row is made when the first refund is asked for, so an order of which nothing
-- goes back costs nothing. Amounts are minor units of what was captured.
CREATE TABLE recharge.returned (
    recharge_id     text    PRIMARY KEY,
    -- Rises with each refund and dispute and each change of one: who decides on what is left has seen this.
    version         bigint  NOT NULL,
    captured_minor  bigint  NOT NULL CHECK (captured_minor > 0),
    currency        text    NOT NULL,
    -- Asked for and not failed; and those of them that succeeded.
    refunding_minor bigint  NOT NULL,
    refunded_minor  bigint  NOT NULL,
    -- Taken by customers' banks and not given back. A bank does not ask whether a refund is on its way.
    disputed_minor  bigint  NOT NULL CHECK (disputed_minor >= 0),
    -- Taken of the subscriber's credit and bonus because of all these.
    credit          bigint  NOT NULL CHECK (credit >= 0),
    bonus           bigint  NOT NULL CHECK (bonus >= 0),
    CHECK (0 <= refunded_minor AND refunded_minor <= refunding_minor AND refunding_minor <= captured_minor)
) WITH (fillfactor = 80);

-- refunded_minor is NULL as long as nothing of the order was ever asked back. goes_back: something of it is on its way back, or
-- is gone. Then it must not be credited if it was not before, whoever decides so: the state that leads to credit is closed to it.
ALTER TABLE recharge.recharge
    ADD COLUMN refunded_minor bigint,
    ADD COLUMN goes_back boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT no_credit_after_refund CHECK (NOT goes_back OR state <> 'PAID');

CREATE TABLE recharge.refund (
    -- Also the operation key that the provider is sent: the same on every try.
    id              text        PRIMARY KEY,
    claim_id        text        NOT NULL UNIQUE,
    recharge_id     text        NOT NULL,
    version         bigint      NOT NULL,
    state           text        NOT NULL CHECK (state IN ('AWAITING_APPROVAL', 'REJECTED', 'SENDING', 'UNKNOWN', 'PENDING',
                                                          'SUCCEEDED', 'GIVING_BACK', 'FAILED')),
    gateway         text        NOT NULL,
    amount_minor    bigint      NOT NULL CHECK (amount_minor > 0),
    currency        text        NOT NULL,
    credit_unit     text        NOT NULL,
    credit          bigint      NOT NULL CHECK (credit >= 0),
    bonus           bigint      NOT NULL CHECK (bonus >= 0),
    when_spent      text        NOT NULL CHECK (when_spent IN ('OWE', 'FREEZE')),
    reason          text        NOT NULL CHECK (length(reason) BETWEEN 1 AND 200),
    requested_by    text        NOT NULL,
    decided_by      text        CONSTRAINT decided_by_another CHECK (decided_by <> requested_by),
    reference       text,
    attempts        int         NOT NULL DEFAULT 0,
    next_attempt_at timestamptz,
    created_at      timestamptz NOT NULL,
    changed_at      timestamptz NOT NULL,
    -- Nothing hangs for ever: what is neither terminal nor in a person's hands has a next attempt, and only that.
    CHECK ((state IN ('SENDING', 'UNKNOWN', 'PENDING', 'GIVING_BACK')) = (next_attempt_at IS NOT NULL))
) WITH (fillfactor = 80);

CREATE INDEX refund_of_recharge ON recharge.refund (recharge_id, created_at);
CREATE INDEX refund_due ON recharge.refund (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX refund_resting ON recharge.refund (state, id)
    WHERE state IN ('AWAITING_APPROVAL', 'SENDING', 'UNKNOWN', 'PENDING');
CREATE UNIQUE INDEX refund_of_reference ON recharge.refund (gateway, reference) WHERE reference IS NOT NULL;

CREATE TABLE recharge.refund_step (
    refund_id  text        NOT NULL,
    version    bigint      NOT NULL,
    from_state text,
    event      text        NOT NULL,
    to_state   text        NOT NULL,
    actor      text        NOT NULL,
    cause      text        NOT NULL,
    evidence   text,
    at         timestamptz NOT NULL,
    -- Of the order, all refunds that succeeded, after it.
    refunded_minor bigint  NOT NULL,
    seq        bigint      NOT NULL DEFAULT nextval('recharge.transition_seq_seq'),
    written_by xid8        NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (refund_id, version)
);

-- Steps of refunds and disputes are news as the transitions of orders are (V3). One sequence numbers all three, so the relay
-- reads them in one order and has one place in it.
CREATE INDEX refund_step_in_order ON recharge.refund_step (written_by, seq);

CREATE TRIGGER step_is_append_only BEFORE UPDATE OR DELETE ON recharge.refund_step
    FOR EACH ROW EXECUTE FUNCTION recharge.refuse_change();
CREATE TRIGGER step_is_not_truncated BEFORE TRUNCATE ON recharge.refund_step
    FOR EACH STATEMENT EXECUTE FUNCTION recharge.refuse_change();

-- Keeps a refund once per claim. Whoever returns something of an order locks the order first, so refunds, disputes and a
-- credit that comes late follow each other, and each sees what the one before has left.
CREATE FUNCTION recharge.request_refund(
    p_id text, p_claim_id text, p_recharge_id text, p_order_version bigint, p_seen bigint, p_state text, p_event text,
    p_amount_minor bigint, p_currency text, p_credit_unit text, p_credit bigint, p_bonus bigint, p_when_spent text, p_reason text,
    p_requested_by text, p_reference text, p_actor text, p_cause text, p_evidence text, p_at timestamptz,
    p_next_attempt_at timestamptz)
RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    placed recharge.recharge;
    payment recharge.payment;
    before recharge.returned;
    too_much bigint;
    waiting recharge.refund;
BEGIN
    SELECT * INTO placed FROM recharge.recharge WHERE id = p_recharge_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT FROM recharge.refund WHERE claim_id = p_claim_id) THEN
        RETURN 'KNOWN';
    END IF;
    SELECT * INTO payment FROM recharge.payment WHERE recharge_id = p_recharge_id AND seq = 1;
    IF placed.state IS NULL OR placed.state NOT IN ('CREDITED', 'IN_REVIEW') OR coalesce(payment.captured_minor, 0) = 0
        OR payment.captured_currency <> p_currency
    THEN
        RETURN 'NOT_SETTLED';
    END IF;

    INSERT INTO recharge.returned VALUES (p_recharge_id, 0, payment.captured_minor, payment.captured_currency, 0, 0, 0, 0, 0)
    ON CONFLICT DO NOTHING;
    SELECT * INTO before FROM recharge.returned WHERE recharge_id = p_recharge_id FOR UPDATE;
    IF before.version <> p_seen OR placed.version <> p_order_version THEN
        RETURN 'STALE';
    END IF;
    too_much := before.refunding_minor + before.disputed_minor + p_amount_minor - before.captured_minor;
    IF too_much > (SELECT coalesce(sum(amount_minor), 0) FROM recharge.refund
                   WHERE p_event = 'FOUND_AT_PROVIDER' AND recharge_id = p_recharge_id AND state = 'AWAITING_APPROVAL')
    THEN
        RETURN 'EXCEEDS';
    END IF;
    -- What was made at the provider is a fact; what waits for approval has moved nothing yet and gives way, the newest first.
    WHILE too_much > 0 LOOP
        SELECT * INTO waiting FROM recharge.refund
        WHERE recharge_id = p_recharge_id AND state = 'AWAITING_APPROVAL'
        ORDER BY created_at DESC, id DESC
        LIMIT 1;
        PERFORM recharge.change_refund(waiting.id, waiting.version, p_recharge_id, waiting.state, 'GAVE_WAY', 'REJECTED', p_actor,
                                       p_cause, p_evidence, p_at, NULL, NULL, NULL);
        too_much := too_much - waiting.amount_minor;
    END LOOP;

    UPDATE recharge.returned
    SET version = version + 1, refunding_minor = refunding_minor + p_amount_minor,
        credit = credit + p_credit, bonus = bonus + p_bonus
    WHERE recharge_id = p_recharge_id;
    UPDATE recharge.recharge SET refunded_minor = coalesce(refunded_minor, 0), goes_back = true WHERE id = p_recharge_id;
    INSERT INTO recharge.refund (id, claim_id, recharge_id, version, state, gateway, amount_minor, currency, credit_unit,
                                 credit, bonus, when_spent, reason, requested_by, reference, next_attempt_at, created_at,
                                 changed_at)
    VALUES (p_id, p_claim_id, p_recharge_id, 1, p_state, payment.gateway, p_amount_minor, p_currency, p_credit_unit,
            p_credit, p_bonus, p_when_spent, p_reason, p_requested_by, p_reference, p_next_attempt_at, p_at, p_at);
    INSERT INTO recharge.refund_step (refund_id, version, event, to_state, actor, cause, evidence, at, refunded_minor)
    VALUES (p_id, 1, p_event, p_state, p_actor, p_cause, p_evidence, p_at, before.refunded_minor);
    RETURN 'KEPT';
END $$;

-- Changes a refund that still has the version it was read with, and what is left of its order. Answers whether it had.
CREATE FUNCTION recharge.change_refund(
    p_id text, p_version bigint, p_recharge_id text, p_from text, p_event text, p_to text, p_actor text, p_cause text,
    p_evidence text, p_at timestamptz, p_next_attempt_at timestamptz, p_reference text, p_decided_by text)
RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    changed recharge.refund;
    after recharge.returned;
BEGIN
    PERFORM FROM recharge.recharge WHERE id = p_recharge_id FOR NO KEY UPDATE;
    UPDATE recharge.refund
    SET version = version + 1, state = p_to, changed_at = p_at, next_attempt_at = p_next_attempt_at, attempts = 0,
        reference = coalesce(p_reference, reference), decided_by = coalesce(p_decided_by, decided_by)
    WHERE id = p_id AND version = p_version AND recharge_id = p_recharge_id
    RETURNING * INTO changed;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE recharge.returned
    SET version = version + 1,
        refunding_minor = refunding_minor - CASE WHEN p_to IN ('REJECTED', 'FAILED') THEN changed.amount_minor ELSE 0 END,
        credit = credit - CASE WHEN p_to IN ('REJECTED', 'FAILED') THEN changed.credit ELSE 0 END,
        bonus = bonus - CASE WHEN p_to IN ('REJECTED', 'FAILED') THEN changed.bonus ELSE 0 END,
        refunded_minor = refunded_minor + CASE WHEN p_to = 'SUCCEEDED' THEN changed.amount_minor
                                               WHEN p_from = 'SUCCEEDED' THEN -changed.amount_minor ELSE 0 END
    WHERE recharge_id = p_recharge_id
    RETURNING * INTO after;
    INSERT INTO recharge.refund_step (refund_id, version, from_state, event, to_state, actor, cause, evidence, at, refunded_minor)
    VALUES (p_id, changed.version, p_from, p_event, p_to, p_actor, p_cause, p_evidence, p_at, after.refunded_minor);
    IF p_to IN ('SUCCEEDED', 'REJECTED', 'GIVING_BACK', 'FAILED') THEN
        UPDATE recharge.recharge
        SET refunded_minor = after.refunded_minor, goes_back = after.refunding_minor + after.disputed_minor > 0
        WHERE id = p_recharge_id;
    END IF;
    RETURN true;
END $$;

-- Disputes, by the provider's id. Money and verdict come in any order, and each once.
CREATE TABLE recharge.dispute (
    id               text        PRIMARY KEY,
    gateway          text        NOT NULL,
    reference        text        NOT NULL,
    recharge_id      text        NOT NULL,
    -- Whose credit it holds back while it is open.
    subscriber_id    text        NOT NULL,
    version          bigint      NOT NULL,
    state            text        NOT NULL CHECK (state IN ('ASKED', 'DISMISSED', 'OPENED', 'AWAITING_FUNDS', 'WON', 'LOST')),
    currency         text,
    withdrawn_minor  bigint      CHECK (withdrawn_minor > 0),
    fee_minor        bigint      CHECK (fee_minor >= 0),
    fee_currency     text,
    reinstated_minor bigint      CHECK (reinstated_minor BETWEEN 0 AND withdrawn_minor),
    credit_unit      text        NOT NULL,
    credit           bigint      NOT NULL CHECK (credit >= 0),
    bonus            bigint      NOT NULL CHECK (bonus >= 0),
    credit_back      bigint      NOT NULL CHECK (credit_back BETWEEN 0 AND credit),
    bonus_back       bigint      NOT NULL CHECK (bonus_back BETWEEN 0 AND bonus),
    raw_reason       text,
    created_at       timestamptz NOT NULL,
    changed_at       timestamptz NOT NULL,
    UNIQUE (gateway, reference),
    -- Where money has moved it is known how much.
    CHECK ((state IN ('ASKED', 'DISMISSED')) = (withdrawn_minor IS NULL)),
    CHECK ((state = 'WON') = (reinstated_minor IS NOT NULL))
) WITH (fillfactor = 80);

CREATE INDEX dispute_of_recharge ON recharge.dispute (recharge_id);
CREATE INDEX dispute_resting ON recharge.dispute (state) WHERE state IN ('ASKED', 'OPENED', 'AWAITING_FUNDS');
CREATE INDEX dispute_holds_back ON recharge.dispute (subscriber_id) WHERE state IN ('OPENED', 'AWAITING_FUNDS');

CREATE TABLE recharge.dispute_step (
    dispute_id text        NOT NULL,
    version    bigint      NOT NULL,
    from_state text,
    event      text        NOT NULL,
    to_state   text        NOT NULL,
    actor      text        NOT NULL,
    cause      text        NOT NULL,
    evidence   text,
    at         timestamptz NOT NULL,
    seq        bigint      NOT NULL DEFAULT nextval('recharge.transition_seq_seq'),
    written_by xid8        NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (dispute_id, version)
);

CREATE INDEX dispute_step_in_order ON recharge.dispute_step (written_by, seq);

CREATE TRIGGER step_is_append_only BEFORE UPDATE OR DELETE ON recharge.dispute_step
    FOR EACH ROW EXECUTE FUNCTION recharge.refuse_change();
CREATE TRIGGER step_is_not_truncated BEFORE TRUNCATE ON recharge.dispute_step
    FOR EACH STATEMENT EXECUTE FUNCTION recharge.refuse_change();

-- Makes a dispute, or changes one that still has the version it was read with, and what is left of its order. p_seen is the
-- version of what went back of the order on which p_credit and p_bonus were worked out; NULL where nothing more is taken. The
-- order has to be as it was read in any case, as whether it was credited decides on what is posted. Answers whether it was made.
CREATE FUNCTION recharge.change_dispute(
    p_id text, p_gateway text, p_reference text, p_recharge_id text, p_order_version bigint, p_version bigint, p_seen bigint,
    p_from text, p_event text, p_to text, p_currency text, p_withdrawn_minor bigint, p_fee_minor bigint, p_fee_currency text, p_reinstated_minor bigint,
    p_credit_unit text, p_credit bigint, p_bonus bigint, p_credit_back bigint, p_bonus_back bigint, p_raw_reason text,
    p_actor text, p_cause text, p_evidence text, p_at timestamptz)
RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    placed recharge.recharge;
    before recharge.dispute;
    payment recharge.payment;
BEGIN
    SELECT * INTO placed FROM recharge.recharge WHERE id = p_recharge_id FOR NO KEY UPDATE;
    IF placed.version IS DISTINCT FROM p_order_version THEN
        RETURN false;
    END IF;
    SELECT * INTO before FROM recharge.dispute WHERE gateway = p_gateway AND reference = p_reference FOR UPDATE;
    IF coalesce(before.version, 0) <> p_version THEN
        RETURN false;
    END IF;
    SELECT * INTO payment FROM recharge.payment WHERE recharge_id = p_recharge_id AND seq = 1;
    INSERT INTO recharge.returned VALUES (p_recharge_id, 0, payment.captured_minor, payment.captured_currency, 0, 0, 0, 0, 0)
    ON CONFLICT DO NOTHING;
    IF p_seen IS NOT NULL
        AND p_seen <> (SELECT version FROM recharge.returned WHERE recharge_id = p_recharge_id FOR UPDATE)
    THEN
        RETURN false;
    END IF;

    INSERT INTO recharge.dispute AS d (id, gateway, reference, recharge_id, subscriber_id, version, state, currency,
                                       withdrawn_minor, fee_minor, fee_currency, reinstated_minor, credit_unit, credit, bonus,
                                       credit_back, bonus_back, raw_reason, created_at, changed_at)
    VALUES (p_id, p_gateway, p_reference, p_recharge_id, placed.subscriber_id, 1, p_to, p_currency,
            p_withdrawn_minor, p_fee_minor, p_fee_currency, p_reinstated_minor, p_credit_unit, p_credit, p_bonus,
            p_credit_back, p_bonus_back, p_raw_reason, p_at, p_at)
    ON CONFLICT (gateway, reference) DO UPDATE
    SET version = d.version + 1, state = p_to, currency = p_currency, withdrawn_minor = p_withdrawn_minor,
        fee_minor = p_fee_minor, fee_currency = p_fee_currency, reinstated_minor = p_reinstated_minor, credit = p_credit,
        bonus = p_bonus, credit_back = p_credit_back, bonus_back = p_bonus_back, raw_reason = p_raw_reason, changed_at = p_at;
    INSERT INTO recharge.dispute_step (dispute_id, version, from_state, event, to_state, actor, cause, evidence, at)
    VALUES (coalesce(before.id, p_id), p_version + 1, p_from, p_event, p_to, p_actor, p_cause, p_evidence, p_at);
    UPDATE recharge.returned
    SET version = version + 1,
        disputed_minor = disputed_minor
            + coalesce(p_withdrawn_minor, 0) - coalesce(p_reinstated_minor, 0)
            - (coalesce(before.withdrawn_minor, 0) - coalesce(before.reinstated_minor, 0)),
        credit = credit + (p_credit - p_credit_back) - (coalesce(before.credit, 0) - coalesce(before.credit_back, 0)),
        bonus = bonus + (p_bonus - p_bonus_back) - (coalesce(before.bonus, 0) - coalesce(before.bonus_back, 0))
    WHERE recharge_id = p_recharge_id;
    UPDATE recharge.recharge r
    SET refunded_minor = t.refunded_minor, goes_back = t.refunding_minor + t.disputed_minor > 0
    FROM recharge.returned t WHERE r.id = p_recharge_id AND t.recharge_id = r.id;
    RETURN true;
END $$;
