/**
 * What lives longer than a request: runs that do not end with their client, and the reaper of expired claims. The only
 * place of the module that subscribes by itself; each subscription is counted, bounded and ended when the application stops.
 */
@NullMarked
package dev.refill.idempotency.lifecycle;

import org.jspecify.annotations.NullMarked;
