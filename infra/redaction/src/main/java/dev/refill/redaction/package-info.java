/**
 * Tells card numbers, security codes, keys and tokens from other text. What looks like one is taken out of what is written;
 * what surely is one is not taken in. It knows nothing of logs, requests or tables.
 */
@NullMarked
package dev.refill.redaction;

import org.jspecify.annotations.NullMarked;
