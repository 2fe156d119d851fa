package dev.refill.finance.bank;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.spi.ConnectionFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import dev.refill.finance.bank.camt.CamtLimits;
import dev.refill.finance.bank.camt.CamtReader;
import dev.refill.finance.bank.lifecycle.ImportRounds;

/**
 * Bank statements over the application's database. Needs the schema {@code finance}, a {@code Clock} and a {@code MeterRegistry}. Their API
 * is put together by {@link dev.refill.finance.bank.web.BankWebConfiguration}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BankProperties.class)
public class BankConfiguration {

    /** Files that are read at a time. A file waits for another rather than for memory. */
    private static final int READERS = 2;
    private static final int MOST_WAITING = 100;

    @Bean(destroyMethod = "dispose")
    Scheduler bankFileReaders() {
        return Schedulers.newBoundedElastic(READERS, MOST_WAITING, "bank-import");
    }

    @Bean
    BankFiles bankFiles(ConnectionFactory connections, Clock clock, BankProperties properties,
            @Qualifier("bankFileReaders") Scheduler readers) {
        CamtLimits limits = CamtLimits.standard().withBytes(properties.maxFileSize().toBytes());
        FileStore store = new R2dbcFileStore(connections);
        return new R2dbcBankFiles(store,
                new ReceiveFile(store, new BankFileIds(clock, ThreadLocalRandom::current), clock, limits,
                        properties.receiveWithin(), properties.mostReceiving()),
                new ImportFile(store, clock, limits, properties.batch(), properties.lease(), readers,
                        CamtReader.VERSION),
                clock,
                properties.abandonedAfter());
    }

    @Bean
    ImportRounds importRounds(BankFiles files, BankProperties properties, Clock clock, MeterRegistry meters) {
        return new ImportRounds(files, somewhereIn(properties.resumeEvery()), properties.resumeEvery(), clock, meters);
    }

    /** Nodes that start together do not look together. */
    private static Duration somewhereIn(Duration every) {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(every.toMillis() + 1));
    }
}
