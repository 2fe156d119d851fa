/**
 * What must always be true of orders, books and the provider together. The rules are written once, over a snapshot of plain
 * words and numbers, so that the simulation and the tests on real databases are judged alike. Nothing here reads or knows
 * the product: a snapshot is made by whoever has something to show.
 */
@NullMarked
package dev.refill.testsupport.invariants;

import org.jspecify.annotations.NullMarked;
