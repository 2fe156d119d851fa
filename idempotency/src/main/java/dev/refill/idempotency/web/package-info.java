/**
 * The HTTP side: reads the key and the body, asks the store what the request is, and writes what the store or the handler
 * answered. It never writes an answer to the network before it is stored.
 */
@NullMarked
package dev.refill.idempotency.web;

import org.jspecify.annotations.NullMarked;
