-- Cards that the provider keeps for subscribers who have chosen so. Only the provider has them: what is here cannot be told from, and
-- is no card number.

-- One short look at the catalogue: the rows that are there are not read for the new rule.
ALTER TABLE recharge.payment
    -- Whether the payer has chosen that the card is kept.
    ADD COLUMN saves_card boolean NOT NULL DEFAULT false,
    -- As of kept cards.
    ADD CONSTRAINT card_is_no_number CHECK (card_on_file !~ '^[0-9]{12,19}$') NOT VALID;

-- Captured payments whose provider has still to be asked which card that is.
CREATE TABLE recharge.card_to_seek (
    payment_id text COLLATE "C" PRIMARY KEY,
    due_at     timestamptz NOT NULL
);

CREATE INDEX card_to_seek_due ON recharge.card_to_seek (due_at);

CREATE TABLE recharge.kept_card (
    id            text COLLATE "C" PRIMARY KEY CHECK (id ~ '^crd_[0-9a-f]{32}$'),
    payment_id    text        NOT NULL UNIQUE,
    subscriber_id text        NOT NULL,
    -- Through which client it was kept.
    client_id     text        NOT NULL,
    gateway       text        NOT NULL,
    -- Not all digits: a number would be.
    token         text        NOT NULL CHECK (token !~ '^[0-9]{12,19}$'),
    brand         text        NOT NULL CHECK (length(brand) BETWEEN 1 AND 32),
    last4         text        NOT NULL CHECK (last4 ~ '^[0-9]{4}$'),
    expiry_month  int         NOT NULL CHECK (expiry_month BETWEEN 1 AND 12),
    expiry_year   int         NOT NULL CHECK (expiry_year BETWEEN 2000 AND 9999),
    kept_at       timestamptz NOT NULL,
    removed_at    timestamptz,
    removed_by    text,
    -- When its provider is told to forget it; NULL: not, or it has.
    forget_at     timestamptz,
    forgotten_at  timestamptz,
    CHECK ((removed_at IS NULL) = (removed_by IS NULL)),
    CHECK ((forget_at IS NULL AND forgotten_at IS NULL) = (removed_at IS NULL))
);

CREATE INDEX kept_card_of_subscriber ON recharge.kept_card (subscriber_id, kept_at) WHERE removed_at IS NULL;
CREATE INDEX kept_card_of_token ON recharge.kept_card (token);
CREATE INDEX kept_card_to_forget ON recharge.kept_card (forget_at) WHERE forget_at IS NOT NULL;

-- As before; what follows a kept card at its own provider is that one's page, where the payer is asked.
CREATE OR REPLACE FUNCTION recharge.change_all(
    p_id text[], p_version bigint[], p_from text[], p_event text[], p_to text[], p_at timestamptz[],
    p_next_attempt_at timestamptz[], p_decline text[], p_refusal text[], p_actor text[], p_cause text[], p_evidence text[],
    p_of_payment boolean[], p_reference text[], p_payment_page text[], p_captured_minor bigint[], p_captured_currency text[],
    p_next_payment text[], p_next_gateway text[], p_route text[])
RETURNS SETOF bigint
LANGUAGE plpgsql
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
    IF cardinality(p_id) > 1 THEN
        PERFORM FROM recharge.recharge r WHERE r.id = ANY (p_id) ORDER BY r.id FOR NO KEY UPDATE;
    END IF;

    RETURN QUERY
        WITH change AS (
            SELECT DISTINCT ON (c.id, c.version) c.*
            FROM unnest(p_id, p_version, p_from, p_event, p_to, p_at, p_next_attempt_at, p_decline, p_refusal, p_actor,
                        p_cause, p_evidence, p_of_payment, p_reference, p_payment_page, p_captured_minor,
                        p_captured_currency, p_next_payment, p_next_gateway, p_route) WITH ORDINALITY
                 AS c(id, version, from_state, event, to_state, at, next_attempt_at, decline, refusal, actor,
                      cause, evidence, of_payment, reference, payment_page, captured_minor, captured_currency,
                      next_payment, next_gateway, route, n)
            ORDER BY c.id, c.version, c.n),
        moved AS (
            UPDATE recharge.recharge r
            SET state = c.to_state, version = r.version + 1, changed_at = c.at, next_attempt_at = c.next_attempt_at,
                attempts = 0, last_decline = coalesce(c.decline, r.last_decline), refusal = c.refusal,
                payments = r.payments + CASE WHEN c.next_payment IS NULL THEN 0 ELSE 1 END
            FROM change c
            WHERE r.id = c.id AND r.version = c.version
            RETURNING c.*, r.payments - CASE WHEN c.next_payment IS NULL THEN 0 ELSE 1 END AS seq),
        noted AS (
            INSERT INTO recharge.transition (recharge_id, version, from_state, event, to_state, actor, cause, evidence, at)
            SELECT m.id, m.version + 1, m.from_state, m.event, m.to_state, m.actor, m.cause, m.evidence, m.at FROM moved m),
        paid AS (
            UPDATE recharge.payment p
            SET reference = coalesce(m.reference, p.reference), payment_page = m.payment_page,
                captured_minor = coalesce(m.captured_minor, p.captured_minor),
                captured_currency = coalesce(m.captured_currency, p.captured_currency)
            FROM moved m
            WHERE p.recharge_id = m.id AND p.seq = m.seq AND m.of_payment
            RETURNING p.id, p.saves_card, m.captured_minor, m.at),
        sought AS (
            INSERT INTO recharge.card_to_seek (payment_id, due_at)
            SELECT p.id, p.at FROM paid p WHERE p.saves_card AND p.captured_minor > 0
            ON CONFLICT DO NOTHING),
        followed AS (
            INSERT INTO recharge.payment (id, recharge_id, seq, gateway, card_on_file, payer_msisdn, route, saves_card)
            SELECT m.next_payment, m.id, m.seq + 1, m.next_gateway,
                   CASE WHEN m.next_gateway = p.gateway THEN NULL ELSE p.card_on_file END, p.payer_msisdn, m.route,
                   p.saves_card
            FROM moved m JOIN recharge.payment p ON p.recharge_id = m.id AND p.seq = m.seq
            WHERE m.next_payment IS NOT NULL)
        SELECT m.n FROM moved m;
END $$;

-- Claims of orders that are placed for somebody who is not there: under these none is placed any more, however late its node is.
CREATE TABLE recharge.withdrawn_claim (
    claim_id text COLLATE "C" PRIMARY KEY,
    at       timestamptz NOT NULL DEFAULT now()
);

-- Withdraws a claim under which nothing was placed. Who places an order under it at the same time comes before or after this.
CREATE FUNCTION recharge.withdraw(p_claim_id text) RETURNS void
LANGUAGE plpgsql
SET lock_timeout = '5s'
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(p_claim_id, 0));
    INSERT INTO recharge.withdrawn_claim (claim_id)
    SELECT p_claim_id WHERE NOT EXISTS (SELECT FROM recharge.recharge WHERE claim_id = p_claim_id)
    ON CONFLICT (claim_id) DO NOTHING;
END $$;

-- As before, and whether the card is to be kept. What nobody is there for is not accepted once its claim is withdrawn, or its card removed.
CREATE FUNCTION recharge.accept_all(
    p_id text[], p_claim_id text[], p_client_id text[], p_channel text[], p_subscriber_id text[], p_msisdn text[],
    p_offer_id text[], p_price_minor bigint[], p_currency text[], p_credit_unit text[], p_credit bigint[], p_bonus bigint[],
    p_repeat_confirmed boolean[], p_payment_id text[], p_gateway text[], p_card_on_file text[],
    p_payer_msisdn text[], p_saves_card boolean[], p_route text[], p_at timestamptz[], p_next_attempt_at timestamptz[], p_state text)
RETURNS TABLE (is_new boolean, orders_last_hour bigint, paid_last_day numeric, same_price_last_minute bigint)
LANGUAGE plpgsql
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(number)
    FROM (SELECT DISTINCT hashtextextended(msisdn, 0) AS number FROM unnest(p_msisdn) AS msisdn ORDER BY number) AS numbers;
    IF 'AUTO_TOPUP' = ANY (p_channel) THEN
        PERFORM pg_advisory_xact_lock(claim)
        FROM (SELECT DISTINCT hashtextextended(o.claim_id, 0) AS claim
              FROM unnest(p_claim_id, p_channel) AS o(claim_id, channel) WHERE o.channel = 'AUTO_TOPUP' ORDER BY claim) AS claims;
    END IF;

    INSERT INTO recharge.recharge (id, claim_id, version, state, client_id, channel, subscriber_id, msisdn, offer_id,
                                   price_minor, currency, credit_unit, credit, bonus, repeat_confirmed, next_attempt_at,
                                   created_at, changed_at)
    SELECT o.id, o.claim_id, 1, p_state, o.client_id, o.channel, o.subscriber_id, o.msisdn, o.offer_id,
           o.price_minor, o.currency, o.credit_unit, o.credit, o.bonus, o.repeat_confirmed, o.next_attempt_at, o.at, o.at
    FROM unnest(p_id, p_claim_id, p_client_id, p_channel, p_subscriber_id, p_msisdn, p_offer_id, p_price_minor, p_currency,
                p_credit_unit, p_credit, p_bonus, p_repeat_confirmed, p_card_on_file, p_at, p_next_attempt_at) WITH ORDINALITY
         AS o(id, claim_id, client_id, channel, subscriber_id, msisdn, offer_id, price_minor, currency,
              credit_unit, credit, bonus, repeat_confirmed, card_on_file, at, next_attempt_at, n)
    WHERE o.channel <> 'AUTO_TOPUP'
       OR NOT EXISTS (SELECT FROM recharge.withdrawn_claim AS w WHERE w.claim_id = o.claim_id)
          AND NOT EXISTS (SELECT FROM recharge.kept_card AS k WHERE k.token = o.card_on_file AND k.removed_at IS NOT NULL)
    ORDER BY o.claim_id, o.n
    ON CONFLICT (claim_id) DO NOTHING;

    INSERT INTO recharge.payment (id, recharge_id, seq, gateway, card_on_file, payer_msisdn, route, saves_card)
    SELECT o.payment_id, o.id, 1, o.gateway, o.card_on_file, o.payer_msisdn, o.route, o.saves_card
    FROM unnest(p_id, p_payment_id, p_gateway, p_card_on_file, p_payer_msisdn, p_route, p_saves_card)
         AS o(id, payment_id, gateway, card_on_file, payer_msisdn, route, saves_card)
    JOIN recharge.recharge r ON r.id = o.id;

    INSERT INTO recharge.transition (recharge_id, version, event, to_state, actor, cause, at)
    SELECT o.id, 1, 'ACCEPTED', p_state, o.client_id, 'order', o.at
    FROM unnest(p_id, p_client_id, p_at) AS o(id, client_id, at)
    JOIN recharge.recharge r ON r.id = o.id;

    RETURN QUERY
        SELECT r.id IS NOT NULL, facts.orders_last_hour, facts.paid_last_day, facts.same_price_last_minute
        FROM unnest(p_id, p_msisdn, p_price_minor, p_currency, p_at) WITH ORDINALITY
             AS o(id, msisdn, price_minor, currency, at, n)
        LEFT JOIN recharge.recharge r ON r.id = o.id
        CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE e.created_at > o.at - interval '1 hour') AS orders_last_hour,
                   coalesce(sum(e.price_minor) FILTER (WHERE e.state NOT IN ('DECLINED', 'EXPIRED', 'CANCELLED', 'RETURNED')
                                                         AND e.currency = o.currency), 0) AS paid_last_day,
                   count(*) FILTER (WHERE e.created_at > o.at - interval '1 minute'
                                      AND e.price_minor = o.price_minor AND e.currency = o.currency
                                      AND e.state NOT IN ('DECLINED', 'EXPIRED', 'CANCELLED', 'RETURNED')) AS same_price_last_minute
            FROM recharge.recharge e
            WHERE e.msisdn = o.msisdn AND e.created_at > o.at - interval '1 day' AND e.refusal IS NULL
              AND e.id <> ALL (p_id[o.n:])) AS facts
        ORDER BY o.n;
END $$;

-- For nodes of the version before.
CREATE OR REPLACE FUNCTION recharge.accept_all(
    p_id text[], p_claim_id text[], p_client_id text[], p_channel text[], p_subscriber_id text[], p_msisdn text[],
    p_offer_id text[], p_price_minor bigint[], p_currency text[], p_credit_unit text[], p_credit bigint[], p_bonus bigint[],
    p_repeat_confirmed boolean[], p_payment_id text[], p_gateway text[], p_card_on_file text[],
    p_payer_msisdn text[], p_route text[], p_at timestamptz[], p_next_attempt_at timestamptz[], p_state text)
RETURNS TABLE (is_new boolean, orders_last_hour bigint, paid_last_day numeric, same_price_last_minute bigint)
LANGUAGE sql AS $$
    SELECT * FROM recharge.accept_all(p_id, p_claim_id, p_client_id, p_channel, p_subscriber_id, p_msisdn, p_offer_id,
                                      p_price_minor, p_currency, p_credit_unit, p_credit, p_bonus, p_repeat_confirmed,
                                      p_payment_id, p_gateway, p_card_on_file, p_payer_msisdn,
                                      array_fill(false, ARRAY[cardinality(p_id)]), p_route, p_at, p_next_attempt_at, p_state)
$$;
