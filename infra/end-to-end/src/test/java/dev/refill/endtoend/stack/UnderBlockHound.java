package dev.refill.endtoend.stack;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import reactor.blockhound.BlockHound;

import dev.refill.testsupport.JavaProcess;

/**
 * Runs another main class with BlockHound in its process. A blocking call on an event loop is printed and then made, as it
 * would be in production.
 */
public final class UnderBlockHound {

    private static final String MARK = "BLOCKED ";
    private static final List<String> JVM_OPTIONS = List.of("-XX:+AllowRedefinitionToAddDeleteMethods",
            "-XX:+EnableDynamicAgentLoading", "-Xshare:off");
    private static final int DEPTH = 40;

    private UnderBlockHound() {}

    /** Starts a main class of this class path in a process of its own. */
    static JavaProcess start(String main, List<String> jvmOptions, List<String> arguments) {
        return JavaProcess.start(UnderBlockHound.class.getName(), System.getProperty("java.class.path"),
                Stream.concat(JVM_OPTIONS.stream(), jvmOptions.stream()).toList(), Map.of(),
                Stream.concat(Stream.of(main), arguments.stream()).toList());
    }

    /** The blocking calls in a process's output, a line each: thread, method, and from where. */
    static List<String> found(List<String> output) {
        return output.stream().filter(line -> line.startsWith(MARK)).toList();
    }

    public static void main(String[] mainAndArguments) throws ReflectiveOperationException {
        BlockHound.builder()
                .loadIntegrations()
                .allowBlockingCallsInside(UnderBlockHound.class.getName(), "print")
                .blockingMethodCallback(method -> print(method.toString()))
                .install();
        Class.forName(mainAndArguments[0])
                .getMethod("main", String[].class)
                .invoke(null, (Object) Arrays.copyOfRange(mainAndArguments, 1, mainAndArguments.length));
    }

    private static void print(String method) {
        Thread thread = Thread.currentThread();
        System.out.println(MARK + thread.getName() + " " + method + Arrays.stream(thread.getStackTrace())
                .limit(DEPTH)
                .map(frame -> " < " + frame)
                .collect(Collectors.joining()));
    }
}
