/** The API of closed days and months, for those who close the books. */
@NullMarked
package dev.refill.close.web;

import org.jspecify.annotations.NullMarked;
