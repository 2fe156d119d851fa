package dev.refill.autotopup.run;

import org.springframework.modulith.NamedInterface;
import reactor.core.publisher.Flux;

import dev.refill.autotopup.rule.RuleId;

/** What rules did, as their owners look at it. Whether the caller may is the caller's own check. */
@NamedInterface("runs")
public interface RunHistory {

    /** Cold. A rule's, the newest first; at most so many. */
    Flux<Run> of(RuleId rule, int limit);
}
