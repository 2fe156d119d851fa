package dev.refill.local.issuer;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SingleUseTest {

    private final MovingClock clock = new MovingClock();
    private final SingleUse<String> things = new SingleUse<>(Duration.ofSeconds(60), 3, clock);

    @Test
    void isTakenOnce() {
        String key = things.keep("a");
        assertThat(things.find(key)).contains("a");
        assertThat(things.take(key)).contains("a");
        assertThat(things.take(key)).isEmpty();
        assertThat(things.find(key)).isEmpty();
    }

    @Test
    void isOverAtTheEndOfItsLife() {
        String key = things.keep("a");
        clock.move(Duration.ofSeconds(59));
        assertThat(things.find(key)).contains("a");
        clock.move(Duration.ofSeconds(1));
        assertThat(things.find(key)).isEmpty();
        assertThat(things.take(key)).isEmpty();
    }

    @Test
    void givesUpTheOldestWhenThereAreTooMany() {
        String first = things.keep("a");
        String second = things.keep("b");
        things.keep("c");
        things.keep("d");
        assertThat(things.find(first)).isEmpty();
        assertThat(things.find(second)).contains("b");
    }

    @Test
    void keysDiffer() {
        assertThat(things.keep("a")).isNotEqualTo(things.keep("a")).hasSize(43);
    }
}
