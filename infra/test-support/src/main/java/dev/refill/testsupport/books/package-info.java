/**
 * Keeps the books that tests leave, so that programs that know nothing of Refill can check them afterwards. It does so if the system
 * property {@code refill.books} names a folder, and costs nothing otherwise. It knows the tables of the ledger, and nothing else of the product.
 */
@NullMarked
package dev.refill.testsupport.books;

import org.jspecify.annotations.NullMarked;
