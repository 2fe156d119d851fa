/**
 * The command that proves sealed days: against the books, against the files of seals that were taken out of the database, and the
 * files against themselves. It is a program of its own over JDBC, reads only, and trusts no function, setting or seal of the
 * database.
 */
@NullMarked
package dev.refill.close.verify;

import org.jspecify.annotations.NullMarked;
