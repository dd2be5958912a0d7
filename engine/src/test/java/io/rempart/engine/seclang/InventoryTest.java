package io.rempart.engine.seclang;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class InventoryTest {
    @Test
    void saysOfEachDirectiveActionAndOptionOfCtlWhatItDoes() {
        assertThat(Inventory.all())
                .filteredOn(entry -> List.of("directive", "action", "ctl").contains(entry.kind()))
                .allSatisfy(entry -> assertThat(entry.note()).as(entry.name()).isNotEmpty());
    }

    @Test
    void givesAReasonForEverythingThatDoesNotWork() {
        assertThat(Inventory.all())
                .filteredOn(entry -> entry.status() != Inventory.Status.WORKS)
                .allSatisfy(entry -> assertThat(entry.note()).isNotEmpty());
    }

    @Test
    void knowsTheWholeLanguage() {
        List<Inventory.Entry> all = Inventory.all();
        assertThat(all).filteredOn(entry -> entry.kind().equals("directive")).hasSizeGreaterThanOrEqualTo(88);
        assertThat(all).filteredOn(entry -> entry.kind().equals("variable")).hasSizeGreaterThanOrEqualTo(139);
        assertThat(all).filteredOn(entry -> entry.kind().equals("ctl")).hasSizeGreaterThanOrEqualTo(20);
        assertThat(all).filteredOn(entry -> entry.kind().equals("action")).hasSizeGreaterThanOrEqualTo(47);
    }
}
