/**
 * How adapters read what comes from outside. It promises that hostile bytes are refused before anything is made of them, and
 * knows no provider.
 */
@NullMarked
@NamedInterface("json")
package dev.refill.gateway.json;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
