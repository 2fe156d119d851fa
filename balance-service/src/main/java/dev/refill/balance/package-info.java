/**
 * Brings the ledger and the subscribers into an application. It promises one configuration to import and holds no
 * behaviour of its own.
 */
@NullMarked
package dev.refill.balance;

import org.jspecify.annotations.NullMarked;
