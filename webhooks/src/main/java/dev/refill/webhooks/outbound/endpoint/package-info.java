/**
 * The endpoints that partners register. It promises that a client meets only its own, that a secret is shown once and kept
 * sealed, and that two secrets sign while one takes the other's place.
 */
@NullMarked
package dev.refill.webhooks.outbound.endpoint;

import org.jspecify.annotations.NullMarked;
