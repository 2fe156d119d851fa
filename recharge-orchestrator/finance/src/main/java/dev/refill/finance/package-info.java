/**
 * Finance: what the bank says, beside what providers and the ledger say. It reads other modules through their front doors and changes
 * nothing there.
 */
@NullMarked
package dev.refill.finance;

import org.jspecify.annotations.NullMarked;
