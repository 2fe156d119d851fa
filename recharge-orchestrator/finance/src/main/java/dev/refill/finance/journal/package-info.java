/**
 * Writes the ledger's entries as journals that other bookkeeping programs check by themselves. It promises that every entry is in a journal
 * once, to the minor unit, under names that mean the same in each of them; and it names no subscriber.
 */
@NullMarked
@NamedInterface("journal")
package dev.refill.finance.journal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
