/** How shops prove who they are, at whichever provider. It promises that a comparison takes as long for a near miss as for any other. */
@NullMarked
package dev.refill.sandbox.access;

import org.jspecify.annotations.NullMarked;
