/** What is done once while the local stack starts, and may block. */
@NullMarked
package dev.refill.localstack.lifecycle;

import org.jspecify.annotations.NullMarked;
