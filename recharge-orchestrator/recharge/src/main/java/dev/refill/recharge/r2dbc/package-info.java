/** Orders in PostgreSQL, schema {@code recharge}: one statement a phase. */
@NullMarked
package dev.refill.recharge.r2dbc;

import org.jspecify.annotations.NullMarked;
