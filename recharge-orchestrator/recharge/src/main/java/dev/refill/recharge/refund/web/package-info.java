/** The REST API of refunds, for operators. Every input is hostile until read here; every refusal is an RFC 9457 problem. */
@NullMarked
package dev.refill.recharge.refund.web;

import org.jspecify.annotations.NullMarked;
