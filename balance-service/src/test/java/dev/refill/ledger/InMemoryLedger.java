package dev.refill.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.ledger.LedgerException.Code;

/** The books in plain maps: the model that the real ones are held against. */
public final class InMemoryLedger implements Ledger {

    private record Line(AccountId account, HistoryLine shown) {}

    private record Key(AccountId account, LedgerUnit unit) {}

    private final Map<EntryId, Entry> entries = new LinkedHashMap<>();
    private final Map<Key, Long> balances = new LinkedHashMap<>();
    private final List<Line> lines = new ArrayList<>();

    @Override
    public Mono<PostOutcome> post(Entry entry) {
        return Mono.fromCallable(() -> write(entry))
                .onErrorMap(ArithmeticException.class, overflow -> new LedgerException(Code.REFUSED, overflow));
    }

    private synchronized PostOutcome write(Entry entry) {
        Entry present = entries.get(entry.id());
        if (present != null) {
            return sameContent(present, entry)
                    ? new PostOutcome.AlreadyExists(entry.id())
                    : new PostOutcome.ExistsWithOtherContent(entry.id());
        }
        Map<Key, Long> after = new HashMap<>();
        entry.postings().forEach(posting -> after.put(keyOf(posting),
                Math.addExact(held(keyOf(posting)), posting.amount().value())));
        return after.entrySet().stream()
                .filter(one -> !one.getKey().account().allows(one.getValue()))
                .map(one -> one.getKey().account())
                .min(Comparator.comparing(AccountId::value))
                .<PostOutcome>map(shortOne -> new PostOutcome.InsufficientBalance(entry.id(), shortOne))
                .orElseGet(() -> created(entry, after));
    }

    private PostOutcome created(Entry entry, Map<Key, Long> after) {
        entries.put(entry.id(), entry);
        balances.putAll(after);
        entry.postings().forEach(posting -> lines.add(new Line(posting.account(), new HistoryLine(lines.size() + 1L,
                entry.id(), entry.kind(), entry.reference(), entry.occurredAt(), posting.amount(),
                held(keyOf(posting))))));
        return new PostOutcome.Created(entry.id());
    }

    private static boolean sameContent(Entry one, Entry other) {
        Set<Posting> postings = new HashSet<>(one.postings());
        return one.kind().equals(other.kind()) && one.reference().equals(other.reference())
                && postings.equals(new HashSet<>(other.postings()));
    }

    private static Key keyOf(Posting posting) {
        return new Key(posting.account(), posting.amount().unit());
    }

    private long held(Key key) {
        return balances.getOrDefault(key, 0L);
    }

    @Override
    public synchronized Mono<Entry> entry(EntryId id) {
        return Mono.justOrEmpty(entries.get(id));
    }

    @Override
    public synchronized Mono<Balance> balanceOf(AccountId account, LedgerUnit unit) {
        return Mono.just(new Balance(account, new Amount(unit, held(new Key(account, unit)))));
    }

    @Override
    public synchronized Flux<Balance> balancesOf(AccountId account) {
        return Flux.fromIterable(balances.entrySet().stream()
                .filter(one -> one.getKey().account().equals(account))
                .map(one -> new Balance(account, new Amount(one.getKey().unit(), one.getValue())))
                .sorted(Comparator.comparing(one -> one.amount().unit().code()))
                .toList());
    }

    @Override
    public synchronized Flux<HistoryLine> history(AccountId account, @Nullable Long before, int limit) {
        if (limit < 1 || limit > 200) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: 1 to 200)");
        }
        return Flux.fromIterable(lines.reversed().stream()
                .filter(line -> line.account().equals(account))
                .map(Line::shown)
                .filter(line -> before == null || line.position() < before)
                .limit(limit)
                .toList());
    }

    /** For a test to look at while nobody writes: every entry, in order of writing. */
    public Collection<Entry> entries() {
        return Collections.unmodifiableCollection(entries.values());
    }

    /** For a test to look at: what every account holds. */
    public synchronized List<Balance> balances() {
        return balances.entrySet().stream()
                .map(one -> new Balance(one.getKey().account(), new Amount(one.getKey().unit(), one.getValue())))
                .toList();
    }
}
