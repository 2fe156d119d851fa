package dev.refill.testsupport;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JavaProcessTest {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    @Test
    void returnsTheLineThatWasWaitedFor() {
        try (JavaProcess process = JavaProcess.start(Greeter.class, "hello", "world")) {
            assertThat(process.awaitLine("ready", LONGEST)).isEqualTo("ready: world");
            assertThat(process.awaitLine("hello", LONGEST)).isEqualTo("hello");
            assertThat(process.output()).containsExactly("hello", "ready: world");
        }
    }

    @Test
    void failsAtOnceWhenTheProcessEndsWithoutTheLine() {
        try (JavaProcess process = JavaProcess.start(Nothing.class)) {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> process.awaitLine("ready", LONGEST))
                    .withMessageStartingWith("ended without a line with \"ready\"");
        }
    }

    @Test
    void killedProcessRunsNoShutdownHook() {
        try (JavaProcess process = JavaProcess.start(Greeter.class, "hello", "world")) {
            process.awaitLine("ready", LONGEST);
            process.kill();
            assertThat(process.isAlive()).isFalse();
            assertThat(process.awaitEnd(LONGEST)).isEqualTo(128 + 9);
            assertThat(process.output()).doesNotContain("bye");
        }
    }

    @Test
    void terminatedProcessRunsItsShutdownHook() {
        try (JavaProcess process = JavaProcess.start(Greeter.class, "hello", "world")) {
            process.awaitLine("ready", LONGEST);
            assertThat(process.terminate(LONGEST)).isEqualTo(128 + 15);
            assertThat(process.awaitLine("bye", LONGEST)).isEqualTo("bye");
        }
    }

    @Test
    void childDiesWithItsParent() {
        try (JavaProcess parent = JavaProcess.start(Parent.class)) {
            String line = parent.awaitLine("child ", LONGEST);
            ProcessHandle child = ProcessHandle.of(Long.parseLong(line.substring("child ".length()))).orElseThrow();
            parent.terminate(LONGEST);
            assertThat(child.onExit()).succeedsWithin(LONGEST);
        }
    }

    static final class Nothing {

        public static void main(String[] arguments) {
            System.out.println("nothing to do");
        }
    }

    static final class Greeter {

        public static void main(String[] arguments) throws IOException {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("bye")));
            System.out.println(arguments[0]);
            System.out.println("ready: " + arguments[1]);
            System.in.read();
        }
    }

    static final class Parent {

        public static void main(String[] arguments) throws IOException {
            System.out.println("child " + JavaProcess.start(Greeter.class, "hello", "world").pid());
            System.in.read();
        }
    }
}
