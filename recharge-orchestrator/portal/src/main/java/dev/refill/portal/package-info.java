/**
 * The subscriber portal: checkout from number to receipt, and the balance, the kept cards and the automatic top-ups of who is signed in. It
 * promises pages that work without JavaScript and under a content security policy without exceptions, and that one rendered form makes at most one
 * order however often it is sent. It keeps no session for guests, trusts nothing a browser sends and never sees a card.
 */
@NullMarked
package dev.refill.portal;

import org.jspecify.annotations.NullMarked;
