/** The inbox for those who look after it: what is stuck, one event, and having it handled again. */
@NullMarked
package dev.refill.webhooks.web;

import org.jspecify.annotations.NullMarked;
