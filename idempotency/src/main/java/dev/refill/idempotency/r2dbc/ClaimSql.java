package dev.refill.idempotency.r2dbc;

/** The statements, in one place so that their locks and indexes can be read side by side. */
final class ClaimSql {

    /** Of one alone: what makes a batch cheap makes a single one dear. */
    static final String DECIDE = """
                                 SELECT decision, claim_id, attempt, status, header_names, header_values, body
                                 FROM idempotency.decide(:client, :endpoint, :key, :claimId, decode(:fingerprint, 'hex'), :now, :leaseUntil)
                                 """;

    static final String DECIDE_ALL = """
                                     SELECT item, decision, claim_id, attempt, status, header_names, header_values, body
                                     FROM idempotency.decide_all(
                                         CAST(:clients AS text[]), CAST(:endpoints AS text[]), CAST(:keys AS text[]),
                                         CAST(:claimIds AS text[]), CAST(:fingerprints AS text[]), :now, :leaseUntil)
                                     ORDER BY item
                                     """;

    /** Of one alone. */
    static final String COMPLETE = """
                                   UPDATE idempotency.claim
                                   SET status = :status, header_names = :headerNames, header_values = :headerValues, body = :body
                                   WHERE client = :client AND endpoint = :endpoint AND key = :key
                                     AND claim_id = :claimId AND attempt = :attempt AND status IS NULL
                                   """;

    static final String COMPLETE_ALL = """
                                       SELECT item FROM idempotency.complete_all(
                                           CAST(:clients AS text[]), CAST(:endpoints AS text[]), CAST(:keys AS text[]),
                                           CAST(:claimIds AS text[]), CAST(:attempts AS integer[]), CAST(:statuses AS integer[]),
                                           CAST(:headerNames AS text[]), CAST(:headerValues AS text[]),
                                           CAST(:starts AS integer[]), CAST(:lengths AS integer[]), :bodies) AS stored (item)
                                       """;

    static final String RELEASE = """
                                  DELETE FROM idempotency.claim
                                  WHERE client = :client AND endpoint = :endpoint AND key = :key
                                    AND claim_id = :claimId AND attempt = :attempt AND status IS NULL
                                  """;

    static final String LAPSE = """
                                UPDATE idempotency.claim SET lease_until = :now
                                WHERE client = :client AND endpoint = :endpoint AND key = :key
                                  AND claim_id = :claimId AND attempt = :attempt AND status IS NULL
                                """;

    static final String REAP = """
                               DELETE FROM idempotency.claim WHERE ctid = ANY (ARRAY(
                                   SELECT ctid FROM idempotency.claim
                                   WHERE created_at < :createdBefore AND (status IS NOT NULL OR lease_until <= :now)
                                   ORDER BY created_at
                                   LIMIT :atMost
                                   FOR UPDATE SKIP LOCKED))
                               """;

    private ClaimSql() {}
}
