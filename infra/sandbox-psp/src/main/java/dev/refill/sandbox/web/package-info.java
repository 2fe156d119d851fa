/**
 * The door: which part of the sandbox an HTTP request belongs to. It promises that a request larger than the limit is
 * refused before it is held in memory. It decides nothing else.
 */
@NullMarked
package dev.refill.sandbox.web;

import org.jspecify.annotations.NullMarked;
