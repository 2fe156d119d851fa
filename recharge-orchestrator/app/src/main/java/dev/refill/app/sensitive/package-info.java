/**
 * What must not come in: card numbers, security codes, keys and tokens, wherever a client of the APIs puts them. What is not taken
 * in is in no table, no trace and no answer. Bodies of webhooks are the providers', and
 * what must not be kept of them is taken out where they are kept.
 */
@NullMarked
package dev.refill.app.sensitive;

import org.jspecify.annotations.NullMarked;
