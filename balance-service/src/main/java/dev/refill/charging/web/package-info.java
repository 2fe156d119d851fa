/** The network's API: requests are read strictly, answers say what may be used and until when. It decides nothing. */
@NullMarked
package dev.refill.charging.web;

import org.jspecify.annotations.NullMarked;
