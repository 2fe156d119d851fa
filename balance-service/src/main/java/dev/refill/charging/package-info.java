/**
 * Real-time charging: the network asks before and while a subscriber uses it, and what is used is rated and deducted at once. It
 * promises that nothing is granted that is not held back for it in the books, that a request is charged once however often it
 * comes, and that a session reported in parts costs what it costs at once. The words are those of 3GPP converged charging.
 */
@NullMarked
package dev.refill.charging;

import org.jspecify.annotations.NullMarked;
