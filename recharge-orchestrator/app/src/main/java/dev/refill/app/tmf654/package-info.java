/** Joins TMF654 with recharges and webhooks, of which the balance service knows nothing. */
@NullMarked
package dev.refill.app.tmf654;

import org.jspecify.annotations.NullMarked;
