/**
 * The resources of TMF654 as JSON: what a request may say, and how what is kept is shown. Fields that the specification does not know
 * pass as they are; those that it knows have its type, so that what is shown is valid whatever was sent.
 */
@NullMarked
package dev.refill.tmf654.resource;

import org.jspecify.annotations.NullMarked;
