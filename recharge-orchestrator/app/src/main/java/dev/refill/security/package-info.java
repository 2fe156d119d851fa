/**
 * Who may do what. Nothing is open unless a line here opens it: API calls carry a bearer token of the one trusted issuer,
 * portal pages a session, and an endpoint that no line names is closed to all. It never decides whose data a caller sees:
 * that is the controllers' own question.
 */
@NullMarked
package dev.refill.security;

import org.jspecify.annotations.NullMarked;
