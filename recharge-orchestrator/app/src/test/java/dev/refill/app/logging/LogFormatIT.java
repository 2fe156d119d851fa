package dev.refill.app.logging;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What the application's own log configuration writes, text and JSON. */
@ExtendWith(OutputCaptureExtension.class)
class LogFormatIT {

    private static final String CARD = "4242424242424242";
    private static final String KEY = "sk_live_51H0aBcDeFgHi";
    private static final Logger LOG = LoggerFactory.getLogger(LogFormatIT.class);

    @Configuration(proxyBeanMethods = false)
    static class Nothing {}

    /** Other tests of this process get their readable lines back. */
    @AfterEach
    void readableAgain() {
        start();
    }

    @Test
    void textIsRedactedWithItsCause(CapturedOutput output) {
        start();
        speak();
        assertThat(said(output)).contains("************4242", "sk_live_***", "IllegalStateException");
    }

    @Test
    void productionWritesOneRedactedObjectALine(CapturedOutput output) {
        start("production");
        speak();
        String line = said(output).lines().filter(written -> written.contains("rch_test")).findFirst().orElseThrow();
        JsonNode event = JsonMapper.shared().readTree(line);
        assertThat(event.path("message").stringValue()).isEqualTo("paid by\n************4242");
        assertThat(event.path("recharge").stringValue()).isEqualTo("rch_test");
        assertThat(line).contains("sk_live_***", "IllegalStateException");
    }

    private static String said(CapturedOutput output) {
        String all = output.getAll();
        for (String secret : List.of(CARD, KEY)) {
            assertThat(all).doesNotContain(secret);
        }
        return all;
    }

    private static void speak() {
        LOG.atWarn()
                .addKeyValue("recharge", "rch_test")
                .setCause(new IllegalStateException("refused " + KEY))
                .log("paid by\n{}", CARD);
    }

    private static void start(String... profiles) {
        new SpringApplicationBuilder(Nothing.class).web(WebApplicationType.NONE).profiles(profiles).run(
                "--spring.main.web-application-type=none").close();
    }
}
