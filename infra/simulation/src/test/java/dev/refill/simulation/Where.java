package dev.refill.simulation;

import java.nio.file.Path;

/** Prints the Java program and the class path that Maven chose, so that simulations need not share with Maven. */
public final class Where {

    private Where() {}

    /** Prints two lines. */
    public static void main(String[] arguments) {
        System.out.println(Path.of(System.getProperty("java.home"), "bin", "java"));
        System.out.println(System.getProperty("java.class.path"));
    }
}
