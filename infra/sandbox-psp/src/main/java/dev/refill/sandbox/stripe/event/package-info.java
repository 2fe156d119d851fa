/**
 * Events and webhook endpoints: what is told to whom, and how it is signed. It promises that an endpoint's secret is shown
 * once, at its creation.
 */
@NullMarked
package dev.refill.sandbox.stripe.event;

import org.jspecify.annotations.NullMarked;
