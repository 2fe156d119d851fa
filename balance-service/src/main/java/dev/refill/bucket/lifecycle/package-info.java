/** Work that is done again and again, as long as the application runs. */
@NullMarked
package dev.refill.bucket.lifecycle;

import org.jspecify.annotations.NullMarked;
