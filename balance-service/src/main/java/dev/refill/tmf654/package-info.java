/**
 * TM Forum's Prepay Balance Management API (TMF654, 4.0.0 Final) over what the balance service does: buckets, top-ups, adjustments,
 * transfers and reservations. It promises that an action and its entry are written together, that what it says of a bucket's amounts is
 * read from postings, and that fields which it does not know come back as they were sent. It knows nothing of payments, tokens or
 * webhooks: the application joins them to it by ports.
 */
@NullMarked
package dev.refill.tmf654;

import org.jspecify.annotations.NullMarked;
