package dev.refill.subscriber;

import java.util.List;
import java.util.Optional;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

class NumberingPlansTest {

    /** BlockHound lets no thread of the parallel scheduler read a file. */
    @Test
    void parseWhenPlansAreLoadedThenNoCountryBlocksAnEventLoop() {
        NumberingPlans.load();
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        List<String> examples = numbers.getSupportedRegions().stream()
                .map(region -> numbers.format(numbers.getExampleNumber(region), PhoneNumberFormat.INTERNATIONAL))
                .toList();

        Flux.fromIterable(examples)
                .publishOn(Schedulers.parallel())
                .map(example -> Msisdn.parse(example, "US"))
                .filter(Optional::isPresent)
                .count()
                .as(parsed -> assertThat(parsed.block()))
                .isEqualTo(examples.size());
    }
}
