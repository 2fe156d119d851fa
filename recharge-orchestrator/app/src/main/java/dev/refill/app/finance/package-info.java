/** What finance needs of other modules. */
@NullMarked
package dev.refill.app.finance;

import org.jspecify.annotations.NullMarked;
