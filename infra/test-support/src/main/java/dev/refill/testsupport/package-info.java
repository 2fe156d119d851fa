/** Real PostgreSQL, sandbox provider and issuer for the tests of every module. It knows none of the modules. */
@NullMarked
package dev.refill.testsupport;

import org.jspecify.annotations.NullMarked;
