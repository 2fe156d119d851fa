/**
 * The API of reconciliation: what runs found, breaks with their evidence and history, and what people decide. Only people decide; a token
 * that a program was given for itself looks.
 */
@NullMarked
@NamedInterface("reconcile-web")
package dev.refill.finance.reconcile.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
