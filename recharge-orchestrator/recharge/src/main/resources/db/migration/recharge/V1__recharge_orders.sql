-- Recharge orders, their payments at providers, and every change with who, why and on what evidence.

CREATE TABLE recharge.recharge (
    id              text        PRIMARY KEY,
    claim_id        text        NOT NULL UNIQUE,
    version         bigint      NOT NULL,
    state           text        NOT NULL CHECK (state IN ('CREATED', 'CHARGING', 'REQUIRES_ACTION', 'UNKNOWN', 'PAID',
                                                          'CREDITED', 'DECLINED', 'EXPIRED', 'IN_REVIEW')),
    client_id       text        NOT NULL,
    channel         text        NOT NULL,
    subscriber_id   text        NOT NULL,
    msisdn          text        NOT NULL,
    offer_id        text        NOT NULL,
    price_minor     bigint      NOT NULL CHECK (price_minor > 0),
    currency        text        NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    credit_unit     text        NOT NULL,
    credit          bigint      NOT NULL CHECK (credit > 0),
    bonus           bigint      NOT NULL CHECK (bonus >= 0),
    repeat_confirmed boolean    NOT NULL,
    refusal         text,
    last_decline    text,
    attempts        int         NOT NULL DEFAULT 0,
    next_attempt_at timestamptz,
    created_at      timestamptz NOT NULL,
    changed_at      timestamptz NOT NULL,
    -- Nothing hangs for ever: what is not terminal has a next attempt, and only that.
    CHECK ((state IN ('CREDITED', 'DECLINED', 'EXPIRED', 'IN_REVIEW')) = (next_attempt_at IS NULL))
) WITH (fillfactor = 70);

CREATE INDEX recharge_due ON recharge.recharge (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX recharge_of_number ON recharge.recharge (msisdn, created_at);

CREATE TABLE recharge.payment (
    -- Also the operation key that the provider is sent: the same on every try.
    id                text        PRIMARY KEY,
    recharge_id       text        NOT NULL REFERENCES recharge.recharge,
    seq               int         NOT NULL CHECK (seq > 0),
    gateway           text        NOT NULL,
    card_on_file      text,
    reference         text,
    payment_page      text,
    captured_minor    bigint      CHECK (captured_minor >= 0),
    captured_currency text,
    UNIQUE (recharge_id, seq)
) WITH (fillfactor = 80);

CREATE INDEX payment_of_reference ON recharge.payment (gateway, reference) WHERE reference IS NOT NULL;

CREATE TABLE recharge.transition (
    recharge_id text        NOT NULL REFERENCES recharge.recharge,
    version     bigint      NOT NULL,
    from_state  text,
    event       text        NOT NULL,
    to_state    text        NOT NULL,
    actor       text        NOT NULL,
    cause       text        NOT NULL,
    evidence    text,
    at          timestamptz NOT NULL,
    PRIMARY KEY (recharge_id, version)
);

CREATE FUNCTION recharge.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'recharge.transition is append-only';
END $$;

CREATE TRIGGER transition_is_append_only BEFORE UPDATE OR DELETE ON recharge.transition
    FOR EACH ROW EXECUTE FUNCTION recharge.refuse_change();
CREATE TRIGGER transition_is_not_truncated BEFORE TRUNCATE ON recharge.transition
    FOR EACH STATEMENT EXECUTE FUNCTION recharge.refuse_change();

-- Accepts an order once per claim and answers what the risk policies want to know about its number. A function, because
-- the look at the number's other orders must come after the lock that orders of one number take in turn: within one plain
-- statement it would still see the snapshot from before the wait.
CREATE FUNCTION recharge.accept(
    p_id text, p_claim_id text, p_client_id text, p_channel text, p_subscriber_id text, p_msisdn text, p_offer_id text,
    p_price_minor bigint, p_currency text, p_credit_unit text, p_credit bigint, p_bonus bigint, p_repeat_confirmed boolean,
    p_payment_id text, p_gateway text, p_card_on_file text, p_at timestamptz, p_next_attempt_at timestamptz)
RETURNS TABLE (is_new boolean, orders_last_hour bigint, paid_last_day numeric, same_price_last_minute bigint)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(p_msisdn, 0));
    RETURN QUERY SELECT false, 0::bigint, 0::numeric, 0::bigint FROM recharge.recharge r WHERE r.claim_id = p_claim_id;
    IF FOUND THEN
        RETURN;
    END IF;
    RETURN QUERY
        SELECT true,
               count(*) FILTER (WHERE r.created_at > p_at - interval '1 hour'),
               coalesce(sum(r.price_minor) FILTER (WHERE r.state NOT IN ('DECLINED', 'EXPIRED')
                                                     AND r.currency = p_currency), 0),
               count(*) FILTER (WHERE r.created_at > p_at - interval '1 minute'
                                  AND r.price_minor = p_price_minor AND r.currency = p_currency
                                  AND r.state NOT IN ('DECLINED', 'EXPIRED'))
        FROM recharge.recharge r
        WHERE r.msisdn = p_msisdn AND r.created_at > p_at - interval '1 day' AND r.refusal IS NULL;
    INSERT INTO recharge.recharge (id, claim_id, version, state, client_id, channel, subscriber_id, msisdn, offer_id,
                                   price_minor, currency, credit_unit, credit, bonus, repeat_confirmed, next_attempt_at,
                                   created_at, changed_at)
    VALUES (p_id, p_claim_id, 1, 'CREATED', p_client_id, p_channel, p_subscriber_id, p_msisdn, p_offer_id,
            p_price_minor, p_currency, p_credit_unit, p_credit, p_bonus, p_repeat_confirmed, p_next_attempt_at, p_at, p_at);
    INSERT INTO recharge.payment (id, recharge_id, seq, gateway, card_on_file)
    VALUES (p_payment_id, p_id, 1, p_gateway, p_card_on_file);
    INSERT INTO recharge.transition (recharge_id, version, event, to_state, actor, cause, at)
    VALUES (p_id, 1, 'ACCEPTED', 'CREATED', p_client_id, 'order', p_at);
END $$;
