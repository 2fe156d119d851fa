/** The REST API of orders and balances. Every input is hostile until read here; every refusal is an RFC 9457 problem. */
@NullMarked
package dev.refill.recharge.web;

import org.jspecify.annotations.NullMarked;
