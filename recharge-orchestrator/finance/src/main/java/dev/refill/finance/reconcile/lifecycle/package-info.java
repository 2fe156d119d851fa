/** What has decided corrections posted as long as the application runs, and goes on with those that a crash left behind. */
@NullMarked
package dev.refill.finance.reconcile.lifecycle;

import org.jspecify.annotations.NullMarked;
