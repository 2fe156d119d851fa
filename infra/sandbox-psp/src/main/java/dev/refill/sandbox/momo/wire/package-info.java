/**
 * How MTN's API is spoken: JSON in, MTN's errors and empty acceptances out. It promises that a request is refused before
 * anything is recorded. It knows no single operation.
 */
@NullMarked
package dev.refill.sandbox.momo.wire;

import org.jspecify.annotations.NullMarked;
