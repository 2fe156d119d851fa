package dev.refill.testkit.gateway;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.ToolProvider;

import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/** A module that was begun, compiled against the class path of this test, and its tests. */
final class Begun implements AutoCloseable {

    private final URLClassLoader classes;
    private final String packageName;

    private Begun(URLClassLoader classes, String packageName) {
        this.classes = classes;
        this.packageName = packageName;
    }

    /**
     * How a test, or what should have made tests, ended.
     *
     * @param failure {@code null} if it passed
     */
    record Ended(String name, @Nullable Throwable failure) {}

    /** With every warning an error, as in the build; the build's own plug-ins of the compiler stay outside. */
    static Begun compiled(Path module, String packageName) throws IOException {
        var classes = module.resolve("target/classes");
        Files.createDirectories(classes);
        var compiler = ToolProvider.getSystemJavaCompiler();
        var said = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            var options = List.of("-d", classes.toString(), "-classpath", System.getProperty("java.class.path"),
                    "-parameters", "-proc:none", "-Xlint:all,-processing,-classfile,-path", "-Werror");
            var compiled = compiler.getTask(said, files, null, options, null,
                    files.getJavaFileObjectsFromPaths(sources(module, ".java"))).call();
            assertThat(compiled).as(said.toString()).isTrue();
        }
        for (var tree : List.of("src/main/resources", "src/test/resources")) {
            for (var file : sources(module.resolve(tree), "")) {
                var target = classes.resolve(module.resolve(tree).relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        return new Begun(new URLClassLoader(new URL[]{classes.toUri().toURL()}, Begun.class.getClassLoader()),
                packageName);
    }

    /** Runs a test class as a build would: with its classes in reach of whoever asks the thread for them. */
    List<Ended> run(String testClass) throws ClassNotFoundException {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(classes);
        try {
            return ran(testClass);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Without the listeners of this run. */
    private List<Ended> ran(String testClass) throws ClassNotFoundException {
        var ended = new ArrayList<Ended>();
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(classes.loadClass(packageName + "." + testClass)))
                .build();
        var alone = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .build();
        try (var session = LauncherFactory.openSession(alone)) {
            session.getLauncher().execute(request, new TestExecutionListener() {

                @Override
                public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                    var failure = result.getThrowable().orElse(null);
                    if (test.isTest() || failure != null) {
                        ended.add(new Ended(test.getDisplayName(), failure));
                    }
                }

                @Override
                public void executionSkipped(TestIdentifier test, String reason) {
                    throw new AssertionError(test.getDisplayName() + " was skipped: " + reason);
                }
            });
        }
        return ended;
    }

    @Override
    public void close() throws IOException {
        classes.close();
    }

    private static List<Path> sources(Path under, String ending) throws IOException {
        try (var files = Files.walk(under)) {
            return files.filter(Files::isRegularFile).filter(file -> file.toString().endsWith(ending)).toList();
        }
    }
}
