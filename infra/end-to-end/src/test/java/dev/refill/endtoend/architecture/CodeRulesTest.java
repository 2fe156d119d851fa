package dev.refill.endtoend.architecture;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.reactivestreams.Publisher;
import org.springframework.transaction.reactive.TransactionalOperator;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** Rules of the house that a compiler does not know. Each says what to do instead. */
@AnalyzeClasses(packages = "dev.refill", importOptions = ImportOption.DoNotIncludeTests.class)
class CodeRulesTest {

    /** What stands in for the outside world, or drives it: programs of their own that may block their own threads. */
    private static final String[] TOOLS = {"dev.refill.local..", "dev.refill.localstack..", "dev.refill.sandbox..",
            "dev.refill.testsupport..", "dev.refill.testkit..", "dev.refill.benchmarks.."};

    /** A group commit's writer lives only while callers wait for it. */
    @ArchTest
    static final ArchRule subscribeOnlyInLifecycle = noClasses()
            .that().resideOutsideOfPackages(join(TOOLS, "..lifecycle..", "dev.refill.groupcommit"))
            .should().callMethodWhere(target(owner(assignableTo(Publisher.class)))
                    .and(target(nameMatching(
                            "subscribe|block|blockFirst|blockLast|blockOptional|toFuture|toIterable|toStream"))))
            .because("work that is subscribed to needs an owner who stops it: put it into a lifecycle package");

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .that().resideOutsideOfPackages(TOOLS)
            .should().callMethod(Thread.class, "sleep", long.class)
            .because("a sleeping thread serves nobody: use Mono.delay or a schedule");

    @ArchTest
    static final ArchRule timeComesFromAClock = noClasses()
            .that().resideOutsideOfPackages(TOOLS)
            .should().callMethod(Instant.class, "now")
            .orShould().callMethod(LocalDate.class, "now")
            .orShould().callMethod(LocalDateTime.class, "now")
            .orShould().callMethod(System.class, "currentTimeMillis")
            .because("tests move time, and nodes differ: have a " + Clock.class.getSimpleName() + " injected");

    @ArchTest
    static final ArchRule noTransactionSpansStatements = noClasses()
            .should().dependOnClassesThat().areAssignableTo(TransactionalOperator.class)
            .because("a cancel leaves transactions open on pooled connections: write one statement per phase");

    @ArchTest
    static final ArchRule packagesAreNullMarked = classes()
            .that().resideInAPackage("dev.refill..")
            .should(beInANullMarkedPackage());

    @ArchTest
    static final ArchRule noRoomsNamedForNothing = noClasses()
            .should().resideInAnyPackage("..util..", "..common..", "..helper..", "..impl..", "..dto..", "..manager..")
            .because("a package is named after what it is about");

    @ArchTest
    static final ArchRule providersSdksStayInTheirAdapters = noClasses()
            .that().resideOutsideOfPackage("dev.refill.gateways.stripe..")
            .should().dependOnClassesThat(resideInAnyPackage("com.stripe.."))
            .because("a provider's words are mapped once, in its adapter");

    private static String[] join(String[] some, String... others) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(others)).toArray(String[]::new);
    }

    private static ArchCondition<JavaClass> beInANullMarkedPackage() {
        return new ArchCondition<>("be in a package with a @NullMarked package-info.java") {

            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(type, marked,
                        type.getPackageName() + " has no @NullMarked package-info.java"));
            }
        };
    }
}
