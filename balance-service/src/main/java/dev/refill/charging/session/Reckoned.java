package dev.refill.charging.session;

import java.util.List;

import dev.refill.bucket.HeldBucket;
import dev.refill.charging.SessionAnswer.Grant;

/**
 * What a report comes to.
 *
 * @param parts as they then are
 * @param spent what the session has then taken of which bucket, from its beginning on
 * @param reserved what is then held back for it
 * @param owed what no bucket covers, from its beginning on
 * @param grants for those who asked for more
 */
record Reckoned(List<Part> parts, List<HeldBucket> spent, List<HeldBucket> reserved, long owed, List<Grant> grants) {}
