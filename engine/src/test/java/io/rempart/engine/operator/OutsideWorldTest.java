package io.rempart.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rempart.engine.bytes.ByteSlice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutsideWorldTest {
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private boolean isListed(String value) throws IOException {
        TestEnvironment environment = new TestEnvironment();
        environment.resolver = name -> {
            asked.add(name);
            if (name.startsWith("9.")) {
                return new byte[] {10, 0, 0, 1};
            }
            if (name.startsWith("2.") || name.startsWith("spam")) {
                return new byte[] {127, 0, 0, 2};
            }
            throw new IOException("no such name");
        };
        return Operators.create("rbl", ByteSlice.latin1("list.example"), environment)
                .matches(ByteSlice.latin1(value), new TestContext());
    }

    @Test
    void asksDnsListsForAddressesBackToFront() throws IOException {
        assertThat(isListed("192.0.2.2")).isTrue();
        assertThat(isListed("192.0.2.3")).isFalse();
        assertThat(isListed("2001:db8::2")).isTrue();
        assertThat(isListed("spam.example")).isTrue();
        // a resolver that answers everything with an address of its own
        assertThat(isListed("192.0.2.9")).isFalse();
        assertThat(isListed("not a name")).isFalse();
        assertThat(asked)
                .contains("2.2.0.192.list.example", "spam.example.list.example")
                .contains("2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.list.example")
                .doesNotContain("not a name.list.example");
    }

    @Test
    void keepsAnswersAndDoesNotWaitForSlowOnes() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        AtomicLong now = new AtomicLong();
        ResolvedNames names = new ResolvedNames(
                name -> {
                    asked.add(name);
                    if (name.equals("slow")) {
                        try {
                            slow.await();
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                    }
                    return new byte[] {127, 0, 0, 2};
                },
                Duration.ofMillis(200),
                now::get);
        assertThat(names.address("slow")).isEmpty();
        assertThat(names.address("quick")).isPresent();
        assertThat(names.address("quick")).isPresent();
        slow.countDown();
        assertThat(names.address("slow")).isPresent();
        assertThat(asked).containsExactlyInAnyOrder("slow", "quick");
        now.set(Duration.ofMinutes(6).toNanos());
        names.address("quick");
        assertThat(asked).hasSize(3);
    }

    @Test
    void asksNoMoreThanItsThreadsAndQueueHold() {
        CountDownLatch never = new CountDownLatch(1);
        ResolvedNames names = new ResolvedNames(
                name -> {
                    asked.add(name);
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    return new byte[4];
                },
                Duration.ZERO,
                System::nanoTime);
        for (int i = 0; i < 2_000; i++) {
            assertThat(names.address("name" + i)).isEmpty();
        }
        assertThat(asked).hasSizeLessThanOrEqualTo(ResolvedNames.THREADS);
        never.countDown();
    }

    @Test
    void believesProgramsThatInspectFiles(@TempDir Path directory) throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "/bin/sh is not here");
        TestEnvironment environment = new TestEnvironment();
        environment.programsAllowed = true;
        Path program = directory.resolve("approve");
        Files.writeString(program, "#!/bin/sh\ngrep -q virus \"$1\" && echo '0 found' || echo '1 clean'\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Path good = Files.writeString(directory.resolve("good"), "hello");
        Path bad = Files.writeString(directory.resolve("bad"), "a virus");
        Operator operator = Operators.create("inspectFile", ByteSlice.utf8(program.toString()), environment);
        TestContext context = new TestContext();
        assertThat(operator.matches(ByteSlice.utf8(good.toString()), context)).isFalse();
        assertThat(operator.matches(ByteSlice.utf8(bad.toString()), context)).isTrue();
        assertThat(context.description).contains("rejected").contains("0 found");
    }
}
