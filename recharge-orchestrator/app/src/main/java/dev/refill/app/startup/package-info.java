/**
 * What must hold before the application may serve. It refuses to start in production on secrets that are no secrets or on
 * addresses that anybody on the way can read, and names the property; it never goes on with a warning.
 */
@NullMarked
package dev.refill.app.startup;

import org.jspecify.annotations.NullMarked;
