/**
 * A guest's own order by its unguessable link: live status, receipt and what to do next. It shows what the server knows and
 * nothing that the address claims. It never changes an order beyond asking the provider for news.
 */
@NullMarked
package dev.refill.portal.order;

import org.jspecify.annotations.NullMarked;
