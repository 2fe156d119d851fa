/**
 * What is earned of the money that customers have paid before. It promises that each minor unit that was deferred is recognised once,
 * by the service that the credit went to, however many nodes look and whenever they die. It is told which money buys which
 * credit, and knows neither orders nor offers.
 */
@NullMarked
package dev.refill.revenue;

import org.jspecify.annotations.NullMarked;
