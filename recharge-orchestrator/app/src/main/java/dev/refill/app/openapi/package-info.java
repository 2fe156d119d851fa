/** The API's description: one hand-written contract, served as it is and rendered for reading. */
@NullMarked
package dev.refill.app.openapi;

import org.jspecify.annotations.NullMarked;
