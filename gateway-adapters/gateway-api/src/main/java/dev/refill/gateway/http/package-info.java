/**
 * How adapters speak HTTP to a provider. It promises that every call is bounded in number, time and length, that nothing is
 * followed or sent twice by itself, and that what is said of a call without an answer is what is known and no more. It
 * knows no provider. An adapter that has an SDK instead does without.
 */
@NullMarked
@NamedInterface("http")
package dev.refill.gateway.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
