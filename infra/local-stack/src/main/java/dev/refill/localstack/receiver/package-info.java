/** A partner's server to look at: it shows what arrived and whether its signature was genuine. Nothing in it is ours. */
@NullMarked
package dev.refill.localstack.receiver;

import org.jspecify.annotations.NullMarked;
