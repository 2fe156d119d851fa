/** A real PostgreSQL from embedded binaries: for the local stack and the tests, never for production. */
@NullMarked
package dev.refill.local.postgres;

import org.jspecify.annotations.NullMarked;
