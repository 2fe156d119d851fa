/**
 * The {@code Idempotency-Key} rules for HTTP endpoints. It promises that one key of one client at one endpoint is handled
 * by at most one living holder at a time, that an answer once stored is replayed byte for byte until it expires, that a
 * dead holder's claim is taken over with the same claim id, and that a client which hangs up loses neither the work nor
 * the answer. It never keeps a request, only its fingerprint; it knows no other module and nothing of what a handler does.
 */
@NullMarked
package dev.refill.idempotency;

import org.jspecify.annotations.NullMarked;
