package dev.refill.charging.web;

import java.util.List;

import dev.refill.charging.EventAnswer;

/** An event's answer as the network reads it. */
record EventAnswerBody(String id, String subscriber, String unit, long charged, List<EventAnswer.Drawn> draws) {

    static EventAnswerBody of(EventAnswer answer) {
        return new EventAnswerBody(answer.id().value(), answer.subscriber().value(), answer.unit(), answer.charged(),
                answer.draws());
    }
}
