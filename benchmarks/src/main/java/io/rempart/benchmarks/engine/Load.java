package io.rempart.benchmarks.engine;

import com.sun.management.OperatingSystemMXBean;
import io.rempart.engine.evaluation.CompiledRuleSet;
import io.rempart.engine.seclang.RuleSetLoader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;

/**
 * What it takes to load a rule set in a process of its own, as its user sees it: prints seconds from the start of the process to the
 * loaded rule set, seconds of the load alone, seconds of CPU of the process (its compilers included), and the bytes of heap that one
 * rule set takes. Arguments: the rule file.
 */
final class Load {
    private Load() {}

    /** The rule set of a file. */
    static CompiledRuleSet load(Path file) {
        return new RuleSetLoader().file(file).load();
    }

    /** The same, but no score blocks a request: for random prose, of which a megabyte always has some words that look like SQL. */
    static CompiledRuleSet loadWithoutBlocking(Path file) {
        return new RuleSetLoader()
                .text(
                        "threshold.conf",
                        "SecAction \"id:900110,phase:1,pass,nolog,setvar:tx.inbound_anomaly_score_threshold=1000000\"\n")
                .file(file)
                .load();
    }

    public static void main(String[] arguments) {
        Path file = Path.of(arguments[0]);
        long start = System.nanoTime();
        CompiledRuleSet rules = load(file);
        long loaded = System.nanoTime() - start;
        long sinceStart = System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime();
        long cpu = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
        long withOne = used();
        CompiledRuleSet second = load(file);
        long heap = used() - withOne;
        System.out.printf(
                "%.3f %.3f %.3f %d%n",
                sinceStart / 1e3, loaded / 1e9, cpu / 1e9, rules.size() == second.size() ? heap : -1);
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        MemoryUsage usage = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return usage.getUsed();
    }
}
