/**
 * The API of bank files: send one, and see what became of it. A file is streamed from the connection into the database; what is no statement
 * is refused before much of it was read.
 */
@NullMarked
@NamedInterface("bank-web")
package dev.refill.finance.bank.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
