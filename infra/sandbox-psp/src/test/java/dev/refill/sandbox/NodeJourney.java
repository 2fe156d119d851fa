package dev.refill.sandbox;

import java.io.IOException;
import java.nio.file.Path;

/** Runs the journey of Stripe's Node SDK against a fresh sandbox, and ends as it ends. */
public final class NodeJourney {

    private NodeJourney() {}

    /** @param arguments the folder of the journey, in which its packages are installed */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int outcome;
        try (Sandbox sandbox = Sandbox.start()) {
            ProcessBuilder node = new ProcessBuilder("npm", "test", "--silent")
                    .directory(Path.of(arguments[0]).toFile())
                    .inheritIO();
            node.environment().put("SANDBOX_URL", sandbox.url());
            node.environment().put("SANDBOX_KEY", sandbox.server().apiKey());
            outcome = node.start().waitFor();
        }
        System.exit(outcome);
    }
}
