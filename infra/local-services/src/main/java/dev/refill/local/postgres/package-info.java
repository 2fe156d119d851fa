/**
 * A real PostgreSQL from embedded binaries: for the local stack and the tests, never for production. It promises a server
 * that listens on 127.0.0.1 only, asks for a password that nobody chose, belongs to exactly one process of ours, and does not
 * outlive it: a small watcher stops the server even if our process is killed. It never touches a server that it did not
 * start.
 */
@NullMarked
@NamedInterface("postgres")
package dev.refill.local.postgres;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
