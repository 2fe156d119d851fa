/**
 * Reads bank statements, ISO 20022 camt.053.001 of the versions 02 to 13. It promises that a file is either read to its end and every
 * statement in it adds up to the minor unit, or refused with the reason and the place; that it takes the same memory for a file of any size;
 * and that nothing outside the file is ever looked at. It does not validate against the schema: what it does not need it does not
 * look at.
 */
@NullMarked
package dev.refill.finance.bank.camt;

import org.jspecify.annotations.NullMarked;
