/** What is told of rules and runs, and the way of it to the webhooks of partners. The words are public. */
@NullMarked
package dev.refill.autotopup.notice;

import org.jspecify.annotations.NullMarked;
