/*
 * Runs requests through libmodsecurity 3 and measures the CPU time that its thread takes for each: the other side of
 * `make bench-engine`. Usage: libmodsecurity RULES REQUESTS WARM-UP-SECONDS SECONDS
 *
 * REQUESTS is what RequestFile.java writes: numbers of four bytes, big endian, and byte strings after their lengths.
 * Prints one line: requests, mean, median, 99th percentile (nanoseconds), blocked, distinct requests, CPU time to load
 * (nanoseconds), peak resident memory (kilobytes).
 */
#include <modsecurity/modsecurity.h>
#include <modsecurity/rules_set.h>
#include <modsecurity/transaction.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

typedef struct {
    unsigned char *bytes; /* with a zero behind them */
    uint32_t length;
} Text;

typedef struct {
    Text method, uri, version, body, client;
    uint32_t headers;
    Text *names, *values;
} Request;

static FILE *in;

static uint32_t number(void) {
    unsigned char b[4];
    if (fread(b, 1, 4, in) != 4) {
        fprintf(stderr, "the file of requests ends early\n");
        exit(1);
    }
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static Text text(void) {
    Text t;
    t.length = number();
    t.bytes = malloc((size_t)t.length + 1);
    if (t.bytes == NULL || fread(t.bytes, 1, t.length, in) != t.length) {
        fprintf(stderr, "the file of requests ends early\n");
        exit(1);
    }
    t.bytes[t.length] = 0;
    return t;
}

static int64_t cpu(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* 1 when the transaction is to be interrupted. */
static int stopped(Transaction *t) {
    ModSecurityIntervention it;
    memset(&it, 0, sizeof it);
    it.status = 200;
    int disruptive = msc_intervention(t, &it);
    free(it.url);
    free(it.log);
    return disruptive;
}

static Text response;

static int phases(Transaction *t, Request *r) {
    msc_process_connection(t, (char *)r->client.bytes, 40000, "192.0.2.80", 80);
    msc_process_uri(t, (char *)r->uri.bytes, (char *)r->method.bytes, (char *)r->version.bytes);
    for (uint32_t i = 0; i < r->headers; i++) {
        msc_add_n_request_header(t, r->names[i].bytes, r->names[i].length, r->values[i].bytes, r->values[i].length);
    }
    msc_process_request_headers(t);
    if (stopped(t)) {
        return 1;
    }
    if (r->body.length > 0) {
        msc_append_request_body(t, r->body.bytes, r->body.length);
    }
    msc_process_request_body(t);
    if (stopped(t)) {
        return 1;
    }
    msc_add_response_header(t, (unsigned char *)"Content-Type", (unsigned char *)"text/html; charset=utf-8");
    msc_process_response_headers(t, 200, "HTTP 1.1");
    if (stopped(t)) {
        return 1;
    }
    msc_append_response_body(t, response.bytes, response.length);
    msc_process_response_body(t);
    return stopped(t);
}

static int one(ModSecurity *ms, RulesSet *rules, Request *r) {
    Transaction *t = msc_new_transaction(ms, rules, NULL);
    int blocked = phases(t, r);
    msc_process_logging(t);
    msc_transaction_cleanup(t);
    return blocked;
}

static int ascending(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void silent(void *data, const void *message) {
    (void)data;
    (void)message;
}

int main(int argc, char **argv) {
    if (argc != 5) {
        fprintf(stderr, "usage: %s RULES REQUESTS WARM-UP-SECONDS SECONDS\n", argv[0]);
        return 2;
    }
    in = fopen(argv[2], "rb");
    if (in == NULL) {
        perror(argv[2]);
        return 1;
    }
    response = text();
    uint32_t count = number();
    Request *requests = calloc(count, sizeof *requests);
    for (uint32_t n = 0; n < count; n++) {
        Request *r = &requests[n];
        r->method = text();
        r->uri = text();
        r->version = text();
        r->client = text();
        r->headers = number();
        r->names = calloc(r->headers + 1, sizeof(Text));
        r->values = calloc(r->headers + 1, sizeof(Text));
        for (uint32_t i = 0; i < r->headers; i++) {
            r->names[i] = text();
            r->values[i] = text();
        }
        r->body = text();
    }
    fclose(in);

    int64_t before = cpu(CLOCK_THREAD_CPUTIME_ID);
    ModSecurity *ms = msc_init();
    msc_set_log_cb(ms, silent);
    RulesSet *rules = msc_create_rules_set();
    const char *error = NULL;
    if (msc_rules_add_file(rules, argv[1], &error) < 0) {
        fprintf(stderr, "%s: %s\n", argv[1], error == NULL ? "can't be loaded" : error);
        return 1;
    }
    int64_t load = cpu(CLOCK_THREAD_CPUTIME_ID) - before;

    int64_t end = cpu(CLOCK_MONOTONIC) + (int64_t)(atof(argv[3]) * 1e9);
    for (uint32_t n = 0; n < count && cpu(CLOCK_MONOTONIC) < end; n++) {
        one(ms, rules, &requests[n]);
    }
    size_t room = 1 << 20, samples = 0;
    int64_t *times = malloc(room * sizeof *times);
    int64_t sum = 0;
    uint32_t blocked = 0, seen = 0;
    end = cpu(CLOCK_MONOTONIC) + (int64_t)(atof(argv[4]) * 1e9);
    for (uint32_t n = 0; samples < room && cpu(CLOCK_MONOTONIC) < end; n = n + 1 == count ? 0 : n + 1) {
        int64_t start = cpu(CLOCK_THREAD_CPUTIME_ID);
        int stop = one(ms, rules, &requests[n]);
        int64_t time = cpu(CLOCK_THREAD_CPUTIME_ID) - start;
        if (samples < count) {
            blocked += stop;
            seen++;
        }
        times[samples++] = time;
        sum += time;
    }
    if (samples == 0) {
        fprintf(stderr, "no request was measured\n");
        return 1;
    }
    qsort(times, samples, sizeof *times, ascending);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("%zu %lld %lld %lld %u %u %lld %ld\n", samples, (long long)(sum / (int64_t)samples),
           (long long)times[samples / 2], (long long)times[samples * 99 / 100], blocked, seen, (long long)load,
           usage.ru_maxrss);
    return 0;
}
