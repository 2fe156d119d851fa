/** Payment links: made, read and expired. It promises that one is paid once at most. */
@NullMarked
package dev.refill.sandbox.adyen.link;

import org.jspecify.annotations.NullMarked;
