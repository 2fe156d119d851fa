/** The bytes that are hashed, and the files they are kept in. It knows no database but the columns of an entry. */
@NullMarked
package dev.refill.close.seal;

import org.jspecify.annotations.NullMarked;
