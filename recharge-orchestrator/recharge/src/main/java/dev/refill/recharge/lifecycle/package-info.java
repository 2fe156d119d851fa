/**
 * The only place where work is subscribed to: money work that outlives its caller, the completer, and the wire by which
 * nodes tell each other of changed orders. Everything here starts and stops with the application, within bounds.
 */
@NullMarked
package dev.refill.recharge.lifecycle;

import org.jspecify.annotations.NullMarked;
