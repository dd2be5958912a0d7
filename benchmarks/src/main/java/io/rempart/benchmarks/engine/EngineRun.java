package io.rempart.benchmarks.engine;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.rempart.engine.RuleSet;
import io.rempart.engine.Transaction;
import io.rempart.engine.bytes.ByteSlice;
import java.lang.management.ManagementFactory;
import java.util.List;

/** Runs requests through our engine in this thread, all phases. */
final class EngineRun {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final int MOST_SAMPLES = 1 << 20;

    private static final ByteSlice CONTENT_TYPE = ByteSlice.latin1("Content-Type");
    private static final ByteSlice HTML = ByteSlice.latin1("text/html; charset=utf-8");
    private static final ByteSlice HTTP = ByteSlice.latin1("HTTP/1.1");

    private final RuleSet rules;
    private final ByteSlice response;

    EngineRun(RuleSet rules, ByteSlice response) {
        this.rules = rules;
        this.response = response;
    }

    /** One request; whether it was interrupted. */
    boolean one(Request request) {
        try (Transaction transaction = rules.begin()) {
            return phases(transaction, request);
        }
    }

    /** The CPU nanoseconds of one request. */
    long time(Request request) {
        long start = THREADS.getCurrentThreadCpuTime();
        one(request);
        return THREADS.getCurrentThreadCpuTime() - start;
    }

    private boolean phases(Transaction transaction, Request request) {
        transaction.connection(request.client(), 40000, "192.0.2.80", 80);
        transaction.requestLine(request.method(), request.uri(), request.protocol());
        for (Request.Header header : request.headers()) {
            transaction.requestHeader(header.name(), header.value());
        }
        if (transaction.processRequestHeaders().interrupts()) {
            return true;
        }
        if (!request.body().isEmpty()) {
            transaction.requestBody(request.body());
        }
        if (transaction.processRequestBody().interrupts()) {
            return true;
        }
        transaction.responseLine(200, HTTP);
        transaction.responseHeader(CONTENT_TYPE, HTML);
        if (transaction.processResponseHeaders().interrupts()) {
            return true;
        }
        transaction.responseBody(response);
        return transaction.processResponseBody().interrupts();
    }

    /** Warms up, then measures round after round. */
    Measured measure(List<Request> requests, double warmUpSeconds, double seconds) {
        long end = System.nanoTime() + (long) (warmUpSeconds * 1e9);
        while (System.nanoTime() < end) {
            for (int i = 0; i < requests.size() && System.nanoTime() < end; i++) {
                one(requests.get(i));
            }
        }
        long[] times = new long[MOST_SAMPLES];
        int count = 0;
        int blocked = 0;
        int seen = 0;
        long thread = Thread.currentThread().getId();
        long allocated = THREADS.getThreadAllocatedBytes(thread);
        long process = PROCESS.getProcessCpuTime();
        end = System.nanoTime() + (long) (seconds * 1e9);
        while (count < MOST_SAMPLES && System.nanoTime() < end) {
            Request request = requests.get(count % requests.size());
            long start = THREADS.getCurrentThreadCpuTime();
            boolean stopped = one(request);
            times[count] = THREADS.getCurrentThreadCpuTime() - start;
            if (count++ < requests.size()) {
                blocked += stopped ? 1 : 0;
                seen++;
            }
        }
        return Measured.of(
                times,
                count,
                blocked,
                seen,
                THREADS.getThreadAllocatedBytes(thread) - allocated,
                PROCESS.getProcessCpuTime() - process);
    }
}
