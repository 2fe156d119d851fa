/**
 * Decides on transfers: what can be said without the books is said here, the rest where they are written, under their locks. Both
 * are kept by the same statement, so that a request is answered in one way for ever.
 */
@NullMarked
package dev.refill.transfer.give;

import org.jspecify.annotations.NullMarked;
