/**
 * Closed days and months of the books. It promises that a closed day is sealed: nothing in it can be changed, taken away or added
 * without its seal, and that of every later day, being another one; that each entry is in one day; and that nothing is ever
 * opened again. It never changes an entry and never makes whoever posts wait: what comes late is in the next day.
 */
@NullMarked
package dev.refill.close;

import org.jspecify.annotations.NullMarked;
