package dev.refill.tmf654.action;

/**
 * How an action moved a bucket, as its posting says.
 *
 * @param moved plus into it, minus out of it
 * @param after what was in it then
 */
public record Impact(BucketId bucket, long moved, long after) {}
