/**
 * Checks by hledger and beancount what tests have left. It knows how journals are named by their page, docs/concepts/journals.md, not by
 * the code that writes them.
 */
@NullMarked
package dev.refill.books;

import org.jspecify.annotations.NullMarked;
