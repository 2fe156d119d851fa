/** The phone of a customer, as a page: what it is asked to pay, and its answer. It promises to work without scripts. */
@NullMarked
package dev.refill.sandbox.momo.phone;

import org.jspecify.annotations.NullMarked;
