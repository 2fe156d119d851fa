/**
 * Sessions: what is used, what it costs until now and what is held back for more. Each report rates the whole session anew, over
 * what there would be if it had taken nothing, and posts the difference to what was posted before; so parts cost what the whole
 * does. The reckoning is pure; what it comes to is written with the session and the answer in one statement, or not at all.
 */
@NullMarked
package dev.refill.charging.session;

import org.jspecify.annotations.NullMarked;
