/**
 * What an attempt means. It promises that every attempt at an event, whatever its translator or handler does, ends in a
 * named {@link dev.refill.webhooks.processing.Verdict}, and that a verdict leads to one mark. It never touches a row.
 */
@NullMarked
package dev.refill.webhooks.processing;

import org.jspecify.annotations.NullMarked;
