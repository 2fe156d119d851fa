/**
 * MTN's MoMo Open API over the books: collections, and refunds out of disbursements. It promises that a request is carried
 * out once under its reference id, however often it is sent, and that a callback comes once and unsigned, as MTN's do. It
 * has everything under {@code /momo}: what is not there is not found in MTN's words. It takes euros only, as MTN's own
 * sandbox does, and asks phones on a page.
 */
@NullMarked
package dev.refill.sandbox.momo;

import org.jspecify.annotations.NullMarked;
