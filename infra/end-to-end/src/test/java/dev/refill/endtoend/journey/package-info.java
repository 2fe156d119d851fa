/** What people and programs do with the running system. */
@NullMarked
package dev.refill.endtoend.journey;

import org.jspecify.annotations.NullMarked;
