/**
 * Brings the ledger, the subscribers and the tariffs into an application. It promises one configuration to import and holds no
 * behaviour of its own.
 */
@NullMarked
package dev.refill.balance;

import org.jspecify.annotations.NullMarked;
