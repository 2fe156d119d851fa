/** Tells what allowances have reached. It decides nothing: what is reached is written with the charge that reached it. */
@NullMarked
package dev.refill.usage.threshold;

import org.jspecify.annotations.NullMarked;
