/** The API of auto top-ups. Requests are read strictly; a rule that is another's is not found, and no card is ever shown. */
@NullMarked
package dev.refill.autotopup.web;

import org.jspecify.annotations.NullMarked;
