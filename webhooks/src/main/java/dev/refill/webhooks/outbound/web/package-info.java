/** The REST API of webhook endpoints. Every input is hostile until read here; every refusal is an RFC 9457 problem. */
@NullMarked
package dev.refill.webhooks.outbound.web;

import org.jspecify.annotations.NullMarked;
