/** What no log, table or error may hold: made up from a seed, sent in by a hostile client, and searched for. */
@NullMarked
package dev.refill.endtoend.secrets;

import org.jspecify.annotations.NullMarked;
