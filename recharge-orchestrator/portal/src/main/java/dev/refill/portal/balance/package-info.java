/**
 * What the signed-in subscriber holds and how it came about. It shows one's own account and no other: the subscriber comes
 * from the sign-in alone, never from the address. It never writes.
 */
@NullMarked
package dev.refill.portal.balance;

import org.jspecify.annotations.NullMarked;
