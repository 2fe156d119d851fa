/** Endpoints, events and deliveries in PostgreSQL. Every method is one autocommit statement. */
@NullMarked
package dev.refill.webhooks.outbound.r2dbc;

import org.jspecify.annotations.NullMarked;
