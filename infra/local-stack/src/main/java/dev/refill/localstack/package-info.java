/**
 * The embedded default: PostgreSQL, sandbox provider and issuer in one process with the application, so that one command
 * shows all of Refill. It promises that the application is the one of production, told by its settings alone where its
 * services are; that a service whose setting somebody has given is not started but replaced; and that everything it started
 * ends with it. It is never a way to run Refill for real: its secrets are public.
 */
@NullMarked
package dev.refill.localstack;

import org.jspecify.annotations.NullMarked;
