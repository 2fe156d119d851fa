package dev.refill.app.lifecycle;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param delay how long a stopping node still takes requests, so that load balancers see that it is not ready any more;
 *     longer than they take to notice, shorter than {@code spring.lifecycle.timeout-per-shutdown-phase}
 */
@ConfigurationProperties("refill.drain")
record DrainProperties(@DefaultValue("5s") Duration delay) {}
