/**
 * Connections to PostgreSQL and the schemas of all modules. Every schema is migrated before the first connection is
 * handed out; every wait for a connection or a statement ends; a connection that was left inside a transaction is never
 * handed out again.
 */
@NullMarked
package dev.refill.app.database;

import org.jspecify.annotations.NullMarked;
