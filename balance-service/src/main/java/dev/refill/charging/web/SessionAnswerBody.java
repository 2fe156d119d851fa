package dev.refill.charging.web;

import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import dev.refill.charging.FinalUnit;
import dev.refill.charging.ResultCode;
import dev.refill.charging.SessionAnswer;
import dev.refill.charging.SessionAnswer.Grant;
import dev.refill.charging.SessionState;
import dev.refill.charging.Target;

/** A session's answer as the network reads it. */
record SessionAnswerBody(String id, long sequence, String state, List<GrantBody> units, long validSeconds, String unit,
        long charged, long owed) {

    /** Either destination or rating group is there, and the final unit only where there is no more. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record GrantBody(String service, @Nullable String destination, @Nullable Long ratingGroup, ResultCode resultCode,
            long granted, long threshold, @Nullable FinalUnitBody finalUnit) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FinalUnitBody(String action, @Nullable String redirectTo) {}

    static SessionAnswerBody of(SessionAnswer answer, FinalUnit afterwards) {
        return new SessionAnswerBody(answer.id().value(), answer.sequence(), word(answer.state()),
                answer.grants().stream().map(grant -> grant(grant, afterwards)).toList(), answer.validSeconds(),
                answer.unit(), answer.charged(), answer.owed());
    }

    private static GrantBody grant(Grant grant, FinalUnit afterwards) {
        return switch (grant.target()) {
            case Target.Call(String destination) -> grant(grant, destination, null, afterwards);
            case Target.Messages(String destination) -> grant(grant, destination, null, afterwards);
            case Target.Traffic(long group) -> grant(grant, null, group, afterwards);
        };
    }

    private static GrantBody grant(Grant grant, @Nullable String destination, @Nullable Long ratingGroup,
            FinalUnit afterwards) {
        return new GrantBody(grant.target().service().word(), destination, ratingGroup, grant.result(), grant.granted(),
                grant.threshold(), grant.lastUnits()
                        ? new FinalUnitBody(word(afterwards.action()), afterwards.redirectTo())
                        : null);
    }

    private static String word(SessionState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static String word(FinalUnit.Action action) {
        return action.name().toLowerCase(Locale.ROOT);
    }
}
