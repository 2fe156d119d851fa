/**
 * Lines as a file of comma-separated values, for providers that send files instead of answering, and for sides that are exported elsewhere.
 * It promises that a file is read in bounded memory, that an amount is exact or refused, and that a refusal says which line it is about.
 */
@NullMarked
@NamedInterface("reconcile-file")
package dev.refill.finance.reconcile.file;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
