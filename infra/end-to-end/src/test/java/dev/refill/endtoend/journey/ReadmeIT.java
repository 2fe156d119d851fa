package dev.refill.endtoend.journey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.endtoend.stack.Node;
import dev.refill.endtoend.stack.World;

import static org.assertj.core.api.Assertions.assertThat;

/** What README says to type is typed here, so that README stays true. */
class ReadmeIT {

    private static final Path README = Path.of("").toAbsolutePath().resolve("../../README.md").normalize();
    private static final Pattern CURL = Pattern.compile("```bash\n(curl .*?)```", Pattern.DOTALL);

    private final World world = new World();

    @AfterEach
    void booksAgreeWithTheProvider() {
        world.books().settleAndCheck(Duration.ofMinutes(1));
        world.close();
    }

    @Test
    void curlOfReadmeRecharges() throws Exception {
        Matcher curl = CURL.matcher(Files.readString(README));
        assertThat(curl.find()).as("README shows one curl").isTrue();
        try (Node node = world.startNode()) {
            // Only the ports differ from a reader's machine.
            String command = curl.group(1)
                    .replace("http://localhost:8080", node.base().toString())
                    .replace("http://localhost:9000", world.issuer().uri().toString())
                    .replace("+12025550101", World.msisdn(1));
            var answer = JsonMapper.builder().build().readTree(run(command));
            assertThat(answer.path("state").stringValue("")).as(answer.toString()).isEqualTo("credited");
            assertThat(answer.path("bonus").longValue()).isPositive();
        }
    }

    private static String run(String command) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true).start();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
