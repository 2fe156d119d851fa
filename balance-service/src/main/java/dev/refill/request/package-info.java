/**
 * Requests over HTTP, read strictly and answered clearly: JSON bodies of which nothing is guessed, and problems of which each says
 * the field and what was expected. It knows nothing of what the requests are about.
 */
@NullMarked
package dev.refill.request;

import org.jspecify.annotations.NullMarked;
