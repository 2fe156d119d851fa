/**
 * What people do to orders by hand: look at those that rest, have the provider asked, decide what is in review. A decision
 * goes through the table of transitions like all else, asks the provider first, and is kept with who and why in the
 * statement that makes it. It never moves money past the rules that hold without people.
 */
@NullMarked
package dev.refill.recharge.review;

import org.jspecify.annotations.NullMarked;
