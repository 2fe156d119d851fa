/**
 * Risk as a list of small policies. Each looks at facts that were read under the number's lock and answers in a word;
 * none reads or writes anything itself.
 */
@NullMarked
package dev.refill.risk;

import org.jspecify.annotations.NullMarked;
