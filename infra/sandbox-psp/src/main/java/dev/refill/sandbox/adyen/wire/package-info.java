/**
 * How Adyen's API is spoken: JSON in, Adyen's errors out. It promises that a request is refused before anything is
 * recorded. It knows no single operation.
 */
@NullMarked
package dev.refill.sandbox.adyen.wire;

import org.jspecify.annotations.NullMarked;
