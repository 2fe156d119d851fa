/**
 * What is asked for by TMF654, and what it comes to. What the balance service does by itself is one statement; what another use case
 * does, a payment or a transfer, is kept first, done under an id of its own, and concluded; whatever rests in between is carried on.
 */
@NullMarked
package dev.refill.tmf654.action;

import org.jspecify.annotations.NullMarked;
