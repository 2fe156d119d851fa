/**
 * The production application: it composes the modules, migrates their schemas, pools their connections and answers
 * errors. It holds no business rule, starts nothing embedded, and refuses to start on sandbox secrets.
 */
@NullMarked
package dev.refill.app;

import org.jspecify.annotations.NullMarked;
