/** Work that is done again and again, as long as the application runs. */
@NullMarked
@NamedInterface("rounds")
package dev.refill.bucket.lifecycle;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
