/**
 * Bank statements are received, imported and kept. It promises that a file is one unit: it is known by its bytes, the same file again is
 * answered as before, and what it says is seen whole or not at all, whatever dies on the way; and that no statement of an account is
 * seen twice. It decides nothing about the money.
 */
@NullMarked
@NamedInterface("bank")
package dev.refill.finance.bank;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
