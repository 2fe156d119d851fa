package dev.refill.localstack;

import java.time.Duration;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import dev.refill.app.RefillApplication;

/** Starts everything, and says where to click. */
public final class LocalStack {

    private static final int FAILED = 1;

    private LocalStack() {}

    public static void main(String[] arguments) {
        long begin = System.nanoTime();
        try {
            ConfigurableApplicationContext application = new SpringApplicationBuilder(RefillApplication.class)
                    .initializers(new LocalServicesInitializer())
                    .properties("logging.level.root=warn", "logging.level.dev.refill=info")
                    .run(arguments);
            System.out.println(Welcome.of(application.getEnvironment(), Duration.ofNanos(System.nanoTime() - begin)));
        } catch (RuntimeException saidAlready) {
            // Services that have started hold the process: without this it would stay, half alive.
            System.exit(FAILED);
        }
    }
}
