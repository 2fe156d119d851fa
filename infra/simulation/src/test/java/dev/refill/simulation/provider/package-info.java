/**
 * A provider as a model: it has one truth, which no fault touches, and tells of it by answers, look-ups, webhooks and a list
 * of events, each of which may be late, lost, repeated or out of order. It keeps what the port promises of every provider.
 */
@NullMarked
package dev.refill.simulation.provider;

import org.jspecify.annotations.NullMarked;
