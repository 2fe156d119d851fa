-- As before. A card that its provider does not know any more is removed by the same statement: nobody tries it again. Who asks with the key of
-- another account of the provider's is told the same of every card: so the provider is told to forget it only after thirty days, until which the
-- card can be kept again.
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
    IF cardinality(p_id) > 1 OR 'CARD_GONE' = ANY (p_decline) THEN
        PERFORM FROM recharge.recharge r WHERE r.id = ANY (p_id) ORDER BY r.id FOR NO KEY UPDATE;
    END IF;
    -- Other orders may be paid by the same cards.
    IF 'CARD_GONE' = ANY (p_decline) THEN
        PERFORM FROM recharge.kept_card k
        WHERE k.token IN (SELECT p.card_on_file
                          FROM unnest(p_id, p_decline) AS c(id, decline)
                          JOIN recharge.payment p ON p.recharge_id = c.id
                          WHERE c.decline = 'CARD_GONE')
        ORDER BY k.id FOR NO KEY UPDATE;
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
            WHERE m.next_payment IS NOT NULL),
        gone AS (
            UPDATE recharge.kept_card k
            SET removed_at = m.at, removed_by = 'provider', forget_at = m.at + interval '30 days'
            FROM moved m JOIN recharge.payment p ON p.recharge_id = m.id AND p.seq = m.seq
            WHERE m.decline = 'CARD_GONE' AND k.token = p.card_on_file AND k.gateway = p.gateway AND k.removed_at IS NULL)
        SELECT m.n FROM moved m;
END $$;
