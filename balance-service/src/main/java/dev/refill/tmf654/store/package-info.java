/** The actions and buckets of TMF654 in PostgreSQL. */
@NullMarked
package dev.refill.tmf654.store;

import org.jspecify.annotations.NullMarked;
