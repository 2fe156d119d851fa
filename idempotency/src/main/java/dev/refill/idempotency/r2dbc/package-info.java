/**
 * Claims in PostgreSQL, schema {@code idempotency}. Each operation is one autocommit statement, or shares one with
 * others of its kind, so a cancel can leave nothing half done; it never opens a transaction.
 */
@NullMarked
package dev.refill.idempotency.r2dbc;

import org.jspecify.annotations.NullMarked;
