/** Usage as PostgreSQL keeps it. It is written by charging, with each charge; here it is read. */
@NullMarked
package dev.refill.usage.store;

import org.jspecify.annotations.NullMarked;
