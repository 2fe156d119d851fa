/**
 * What is sold: offers turn card money into prepaid credit. Offers are data. Nothing here charges or credits.
 */
@NullMarked
package dev.refill.offer;

import org.jspecify.annotations.NullMarked;
