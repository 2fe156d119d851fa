package dev.refill.endtoend.architecture;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** The borders of all modules, whichever jar they live in: no cycle, and no reaching into another's inside. */
class ModuleBordersTest {

    @Test
    void everyModuleUsesOnlyTheFrontDoorsOfOthers() {
        ApplicationModules.of("dev.refill").verify();
    }
}
