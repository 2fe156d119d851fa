/** Signing secrets: how they are made, sealed for the database, and used. No secret leaves here but by {@code reveal}. */
@NullMarked
package dev.refill.webhooks.outbound.signature;

import org.jspecify.annotations.NullMarked;
