/**
 * What passes between the door and the providers behind it: a request, a reply, and what the switches make of them. It
 * promises that a request that was begun goes on when its caller hangs up. Knows no provider.
 */
@NullMarked
package dev.refill.sandbox.wire;

import org.jspecify.annotations.NullMarked;
