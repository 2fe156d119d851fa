/** How the application stops: it stops being sent requests before it stops answering them. */
@NullMarked
package dev.refill.app.lifecycle;

import org.jspecify.annotations.NullMarked;
