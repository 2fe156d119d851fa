/** The world of a run: nodes made of the real use cases, the wires between them and the fakes, faults, clients. */
@NullMarked
package dev.refill.simulation.world;

import org.jspecify.annotations.NullMarked;
