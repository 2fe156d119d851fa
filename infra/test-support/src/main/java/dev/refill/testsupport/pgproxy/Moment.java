package dev.refill.testsupport.pgproxy;

/** Where a statement that commits by itself can be held. */
public enum Moment {

    /** The client has sent all of it, the server has seen nothing: it is not committed, and will not be if it is cut. */
    REQUESTED,

    /** The server has committed it and said so, the client has not heard: whoever is cut off here cannot know. */
    COMMITTED
}
