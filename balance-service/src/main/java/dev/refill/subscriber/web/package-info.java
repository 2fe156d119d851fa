/**
 * Subscribers for operators: provision, look, change, bar, freeze, close, and read what was done. It promises that nothing is half
 * done, and that who changes a profile has seen it as it is.
 */
@NullMarked
package dev.refill.subscriber.web;

import org.jspecify.annotations.NullMarked;
