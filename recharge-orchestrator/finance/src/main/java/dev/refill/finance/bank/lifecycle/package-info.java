/** What imports files as long as the application runs, and goes on with those that a crash left behind. */
@NullMarked
package dev.refill.finance.bank.lifecycle;

import org.jspecify.annotations.NullMarked;
