/** Rules, runs and notices in PostgreSQL, in the schema {@code autotopup}. Each write is one statement. */
@NullMarked
package dev.refill.autotopup.r2dbc;

import org.jspecify.annotations.NullMarked;
