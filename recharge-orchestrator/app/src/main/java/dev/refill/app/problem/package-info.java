/**
 * What a caller is told when a request fails: programs get an RFC 9457 problem with a stable type, people a page. It
 * never tells about the inside: no stack trace, no class name, no SQL; and it repeats no card number, key or token that was sent.
 */
@NullMarked
package dev.refill.app.problem;

import org.jspecify.annotations.NullMarked;
