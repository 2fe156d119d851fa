/**
 * MTN's mobile money behind our port, by its MoMo Open API: requests to pay that the customer agrees to on the phone,
 * look-up, refunds where keys for them are set, and unsigned callbacks that are believed only once MTN itself was asked. It
 * promises that whatever MTN or the wire does ends in a named outcome, that a payment is asked for under the same id on
 * every try, and that no key, token or phone number is logged. It never retries and never decides what an outcome means
 * for an order.
 */
@NullMarked
@NamedInterface("momo")
package dev.refill.gateways.momo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
