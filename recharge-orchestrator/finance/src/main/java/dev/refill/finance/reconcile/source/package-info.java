/**
 * Where lines come from: our own movements by a port, a provider's settlements by its gateway, the bank's entries from the statements that
 * were imported. It promises that each thing is taken in once, whoever reads it how often, and changes nothing at its source.
 */
@NullMarked
@NamedInterface("reconcile-source")
package dev.refill.finance.reconcile.source;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
