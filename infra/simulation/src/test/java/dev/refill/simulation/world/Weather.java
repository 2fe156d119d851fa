package dev.refill.simulation.world;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.refill.simulation.time.Chance;
import dev.refill.simulation.time.Timeline;

/** How bad things are in a run, and when they become good. Each run has a climate of its own, drawn from its seed. */
public final class Weather {

    /** Then a breaker has opened. */
    private static final long NOTICED_AFTER = Timeline.micros(Duration.ofSeconds(5));
    private static final Duration SHORTEST = Duration.ofNanos(50_000);

    /** What becomes of a statement. */
    enum Statement {
        DONE,
        /** Done, and nobody hears of it. */
        DONE_UNHEARD,
        /** Never done. */
        FAILED
    }

    /** What becomes of a request to the provider. */
    public enum Request {
        ANSWERED,
        NOT_CONNECTED,
        RATE_LIMITED,
        NOT_TRIED,
        /** It never arrives, and nobody hears of that. */
        LOST,
        /** It arrives, and the answer is lost. */
        ANSWER_LOST,
        /** It arrives minutes after we gave up waiting. */
        LATE,
        /** The provider fails on the way after it did what it was asked, and says so for ever. */
        FAILS_AFTER,
        /** The provider fails before it did anything, and says so for ever. */
        FAILS_BEFORE
    }

    /** How a kind of trouble is spread over a run. */
    private record Outage(long from, long to, Request kind) {

        boolean covers(long now) {
            return now >= from && now < to;
        }
    }

    private final Timeline timeline;
    private final Chance chance;
    private final Climate climate;
    private final @Nullable Weather beside;
    private @Nullable Request firstCharge;
    private boolean calm;

    /**
     * What a run is like.
     *
     * @param lasts how long there are faults
     * @param orders how many there are
     * @param statements how many of a hundred statements fail, as a part of one; likewise the next ones
     * @param requests to the provider
     * @param slowness of whatever travels
     * @param kills of a node, for each step
     * @param pauses of a node, for each step
     * @param withheld webhooks that are never sent
     * @param isCrowded whether searches for a key are given up, always
     * @param hasNoFeed whether the list of events cannot be read as long as there are faults
     * @param isSilent whether there is no list of events at all, nor any webhook
     * @param isMute whether the provider has no way to be asked about refunds
     * @param isTardy whether the provider breaks its word: it charges hours later, or although it said that it would not
     * @param refunds of captured payments somebody asks back so many, as a part of one
     * @param disputes of captured payments so many are disputed
     * @param spending of credit is spent so often
     * @param isWilling whether every phone agrees at once
     * @param firstCharge what becomes of the first charge of the run; {@code null}: it is drawn
     * @param faults what becomes of requests that fail
     * @param outages times in which the provider is away
     */
    record Climate(Duration lasts, int orders, double statements, double requests, double slowness, double kills,
            double pauses, double withheld, boolean isCrowded, boolean hasNoFeed, boolean isSilent,
            boolean isMute, boolean isTardy, double refunds, double disputes, double spending,
            boolean isWilling, @Nullable Request firstCharge, List<Request> faults,
            List<Outage> outages) {}

    private Weather(Timeline timeline, Chance chance, Climate climate, @Nullable Weather beside) {
        this.beside = beside;
        this.timeline = timeline;
        this.chance = chance;
        this.climate = climate;
        this.firstCharge = climate.firstCharge();
    }

    /** Draws a climate in which anything may happen, with one provider or two. */
    public static Weather drawn(Timeline timeline, Chance chance) {
        Weather one = drawnForOne(timeline, chance);
        int providers = chance.below(4);
        if (providers < 2) {
            return one;
        }
        return new Weather(timeline, chance, one.climate, providers == 2 ? one.healthy() : one);
    }

    /** That of the way to a provider where nothing fails; all else is as here. */
    private Weather healthy() {
        Climate same = climate;
        return new Weather(timeline, chance, new Climate(same.lasts(), same.orders(), 0, 0, 0, 0, 0, 0, false, false,
                same.isSilent(), same.isMute(), false, same.refunds(), same.disputes(), same.spending(),
                same.isWilling(), null, same.faults(), List.of()), null);
    }

    private static Weather drawnForOne(Timeline timeline, Chance chance) {
        boolean isLong = chance.happens(0.1);
        boolean isSilent = chance.happens(0.05);
        boolean isTardy = !isSilent && chance.happens(0.05);
        return new Weather(timeline, chance, new Climate(
                isLong ? Duration.ofHours(27) : Duration.ofMinutes(2 + chance.below(90)), 1 + chance.below(4),
                chance.pick(List.of(0.0, 0.005, 0.03, 0.1)),
                isSilent || isTardy ? 0.4 : chance.pick(List.of(0.0, 0.1, 0.4)),
                chance.pick(List.of(0.0, 0.02, 0.1)), chance.pick(List.of(0.0, 0.003, 0.02)),
                chance.pick(List.of(0.0, 0.002, 0.01)), isSilent ? 1 : chance.pick(List.of(0.0, 0.1, 0.5, 1.0)),
                isSilent || chance.happens(0.1), chance.happens(0.2), isSilent, isSilent && chance.happens(0.5),
                isTardy,
                chance.pick(List.of(0.0, 0.0, 0.4, 0.8)), isSilent ? 0 : chance.pick(List.of(0.0, 0.0, 0.0, 0.5)),
                chance.pick(List.of(0.0, 0.5, 1.0)), false, null,
                List.of(Request.values()),
                chance.happens(isLong ? 0.7 : 0.2) ? List.of(outage(chance, isLong)) : List.of()), null);
    }

    private static Outage outage(Chance chance, boolean isLong) {
        long from = chance.spread(Duration.ofMillis(1), Duration.ofMinutes(20));
        Duration length = isLong ? Duration.ofHours(25) : Duration.ofMinutes(1 + chance.below(80));
        return new Outage(from, from + Timeline.micros(length),
                chance.pick(List.of(Request.NOT_CONNECTED, Request.LOST, Request.ANSWER_LOST)));
    }

    /**
     * A run of one order about whose first charge nothing is known.
     *
     * @param firstCharge what becomes of it
     * @param away whether the provider is away for 25 hours after that
     */
    public static Weather ofUnknownOutcome(Timeline timeline, Chance chance, Request firstCharge, boolean away) {
        Outage outage = new Outage(0, Timeline.micros(Duration.ofHours(25)),
                chance.pick(List.of(Request.NOT_CONNECTED, Request.LOST)));
        return new Weather(timeline, chance, new Climate(Duration.ofHours(26), 1, 0, 0, 0, 0, 0,
                chance.pick(List.of(0.0, 1.0)), false, chance.happens(0.5), false, false, false, 0, 0, 0,
                false, firstCharge, List.of(Request.values()),
                away ? List.of(outage) : List.of()), null);
    }

    /**
     * A run in which nothing fails but the way to the first of two providers: it charges and loses the answer of so many, and it
     * is away again and again. Every phone agrees at once.
     *
     * @param orders how many there are
     * @param lost answers, as a part of one
     * @param hasSecond whether there is another one at all
     */
    public static Weather ofFailover(Timeline timeline, Chance chance, int orders, double lost, boolean hasSecond) {
        List<Outage> outages = new ArrayList<>();
        long from = chance.between(Duration.ZERO, Duration.ofMinutes(4));
        while (from < Timeline.micros(Duration.ofMinutes(10))) {
            long to = from + chance.between(Duration.ofSeconds(20), Duration.ofMinutes(3));
            outages.add(new Outage(from, to, chance.happens(0.3) ? Request.LOST : Request.NOT_CONNECTED));
            from = to + chance.between(Duration.ofMinutes(1), Duration.ofMinutes(5));
        }
        Climate climate = new Climate(Duration.ofMinutes(20), orders, 0, lost, 0, 0, 0, 0.3, false, false, false, false,
                false, 0, 0, 0, true, null, List.of(Request.ANSWER_LOST), outages);
        Weather one = new Weather(timeline, chance, climate, null);
        return hasSecond ? new Weather(timeline, chance, climate, one.healthy()) : one;
    }

    /** How long there are faults. */
    public Duration lasts() {
        return climate.lasts();
    }

    /** What it is like on the way to the second provider; {@code null}: there is none. */
    public @Nullable Weather beside() {
        return beside;
    }

    /** From now on nothing fails. */
    public void calmDown() {
        calm = true;
        if (beside != null) {
            beside.calmDown();
        }
    }

    public boolean isCalm() {
        return calm;
    }

    Statement onStatement() {
        if (calm || !chance.happens(climate.statements())) {
            return Statement.DONE;
        }
        return chance.happens(0.5) ? Statement.DONE_UNHEARD : Statement.FAILED;
    }

    /** What becomes of a charge. */
    public Request onCharge() {
        Request first = firstCharge;
        if (first != null) {
            firstCharge = null;
            return first;
        }
        return onRefund();
    }

    /** What becomes of a refund. */
    public Request onRefund() {
        Request outage = onAnyRequest();
        if (outage != Request.ANSWERED || calm || !chance.happens(climate.requests())) {
            return outage;
        }
        return chance.pick(climate.faults());
    }

    /** What becomes of a question. */
    public Request onQuestion() {
        Request outage = onAnyRequest();
        if (outage != Request.ANSWERED || calm || !chance.happens(climate.requests())) {
            return outage;
        }
        return climate.faults().contains(Request.LOST)
                ? chance.pick(List.of(Request.NOT_CONNECTED, Request.RATE_LIMITED, Request.NOT_TRIED, Request.LOST))
                : Request.ANSWERED;
    }

    private Request onAnyRequest() {
        for (Outage outage : climate.outages()) {
            if (!calm && outage.covers(timeline.now())) {
                return outage.kind();
            }
        }
        return Request.ANSWERED;
    }

    /** Whether a search for a key is given up because there is too much to read. */
    public boolean isCrowded() {
        return climate.isCrowded() || (!calm && chance.happens(0.02));
    }

    /** Whether the provider's list of events cannot be read. */
    public boolean hasNoFeed() {
        return climate.isSilent() || (!calm && climate.hasNoFeed());
    }

    /** Whether nobody will ever tell of what happens at the provider: one has to ask. */
    public boolean isSilent() {
        return climate.isSilent();
    }

    /** Whether the provider cannot even be asked about refunds: then only people find out what became of one. */
    public boolean isMute() {
        return climate.isMute();
    }

    /** Whether the provider breaks its word, so that money may come after an order has ended. */
    public boolean isTardy() {
        return climate.isTardy();
    }

    /** Whether the provider looks as if it answered badly, whatever it does. */
    public boolean looksBad() {
        boolean isAway = climate.outages().stream()
                .anyMatch(outage -> outage.covers(timeline.now()) && timeline.now() - outage.from() > NOTICED_AFTER);
        return !calm && (isAway || (climate.faults().size() > 1 && chance.happens(climate.requests() / 2)));
    }

    /** Whether every phone agrees at once. */
    public boolean isWilling() {
        return climate.isWilling();
    }

    int orders() {
        return climate.orders();
    }

    boolean isAskedBack() {
        return chance.happens(climate.refunds());
    }

    boolean isDisputed() {
        return chance.happens(climate.disputes());
    }

    boolean isSpent() {
        return chance.happens(climate.spending());
    }

    /** Whether no webhook of an event is sent. */
    public boolean withholds() {
        return chance.happens(climate.withheld());
    }

    boolean kills() {
        return !calm && chance.happens(climate.kills());
    }

    boolean pauses() {
        return !calm && chance.happens(climate.pauses());
    }

    /** How long something is on its way. */
    public long travel() {
        return !calm && chance.happens(climate.slowness())
                ? chance.spread(Duration.ofMillis(20), Duration.ofSeconds(8))
                : chance.spread(SHORTEST, Duration.ofMillis(20));
    }
}
