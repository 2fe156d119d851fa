/** What is written to the log. No card number, key or token leaves it in clear, whoever logged it. */
@NullMarked
package dev.refill.app.logging;

import org.jspecify.annotations.NullMarked;
