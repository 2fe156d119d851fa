/**
 * A proxy before PostgreSQL that knows where a statement commits. It promises that a test can stop there, before the server
 * has seen the statement or before the client has heard of its commit, and choose what happens. It never changes a byte.
 */
@NullMarked
package dev.refill.testsupport.pgproxy;

import org.jspecify.annotations.NullMarked;
