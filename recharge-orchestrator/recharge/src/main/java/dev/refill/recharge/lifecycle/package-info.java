/**
 * The only place where work is subscribed to: money work that outlives its caller, the completer, the wire by which
 * nodes tell each other of changed orders, and the watches that are open. Everything here starts and stops with the application, within bounds.
 */
@NullMarked
package dev.refill.recharge.lifecycle;

import org.jspecify.annotations.NullMarked;
