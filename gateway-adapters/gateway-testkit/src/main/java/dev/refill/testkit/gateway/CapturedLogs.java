package dev.refill.testkit.gateway;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Everything that is logged at any level while it is open, by Logback and by java.util.logging. */
public final class CapturedLogs implements AutoCloseable {

    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    private final Logger root;
    private final @Nullable Level levelBefore;
    private final Collecting appender = new Collecting();
    private final java.util.logging.Logger julRoot = LogManager.getLogManager().getLogger("");
    private final java.util.logging.@Nullable Level julLevelBefore = julRoot.getLevel();
    private final Handler handler = new CollectingHandler();

    private CapturedLogs() {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        levelBefore = root.getLevel();
    }

    public static CapturedLogs open() {
        var logs = new CapturedLogs();
        logs.appender.setContext(logs.root.getLoggerContext());
        logs.appender.start();
        logs.root.addAppender(logs.appender);
        logs.root.setLevel(Level.TRACE);
        logs.handler.setLevel(java.util.logging.Level.ALL);
        logs.julRoot.addHandler(logs.handler);
        logs.julRoot.setLevel(java.util.logging.Level.ALL);
        return logs;
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        root.setLevel(levelBefore);
        root.detachAppender(appender);
        julRoot.setLevel(julLevelBefore);
        julRoot.removeHandler(handler);
    }

    private final class Collecting extends AppenderBase<ILoggingEvent> {

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getLoggerName() + ": " + event.getFormattedMessage() + trace(event.getThrowableProxy()));
        }

        private static String trace(@Nullable IThrowableProxy thrown) {
            return thrown == null ? "" : ThrowableProxyUtil.asString(thrown);
        }
    }

    private final class CollectingHandler extends Handler {

        @Override
        public void publish(LogRecord entry) {
            lines.add(entry.getLoggerName() + ": " + entry.getMessage() + " "
                    + Arrays.toString(entry.getParameters()) + " " + entry.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
