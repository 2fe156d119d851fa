package dev.refill.books;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a program answered. */
record Run(int status, String output) {

    static Run of(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.onExit().join().exitValue(), output);
    }

    /** Nothing was wrong and nothing was said. */
    boolean isSilent() {
        return status == 0 && output.isBlank();
    }
}
