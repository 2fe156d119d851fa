/** How a usage is rated, step by step. It promises exact arithmetic with one rounding at the end, and never uses a double. */
@NullMarked
package dev.refill.tariff.rating;

import org.jspecify.annotations.NullMarked;
