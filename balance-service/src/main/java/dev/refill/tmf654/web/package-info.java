/** TMF654 over HTTP: reads requests, asks the use cases, and answers in the words and headers of the specification. It decides nothing. */
@NullMarked
package dev.refill.tmf654.web;

import org.jspecify.annotations.NullMarked;
