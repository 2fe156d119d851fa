/**
 * The key that webhooks are signed by, with its certificate and the authority that issued it, all self-made. It promises that
 * whoever trusts one sandbox's authority trusts no other's: each makes its own, and forgets the authority's key.
 */
@NullMarked
package dev.refill.sandbox.paypal.signing;

import org.jspecify.annotations.NullMarked;
