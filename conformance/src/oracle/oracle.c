/*
 * Sends requests through libmodsecurity and tells which rules it logged: one side of the comparison in OracleRun.
 *
 * Usage: oracle RULE-FILE...
 *
 * Reads exchanges on standard input, answers each on standard output; numbers are 32 bits, big-endian, and a text is its
 * length and its bytes.
 *   exchange: text client, text method, text uri, text version,
 *             number of headers, each text name and text value, text body,
 *             number status (0: no response), text protocol, number of headers, each text name and text value, text body
 *   answer:   number status of the intervention (0: none), number of log lines, each a text,
 *             number of microseconds of processor time
 * Ends at the end of its input. Exits with 2 when the rules don't load.
 */
#include <modsecurity/modsecurity.h>
#include <modsecurity/rules_set.h>
#include <modsecurity/transaction.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MAX_TEXT (64u << 20)
#define MAX_LINES 100000

struct text {
    char *bytes;
    size_t length;
};

static struct text lines[MAX_LINES];
static size_t line_count;

static void fail(const char *why) {
    fprintf(stderr, "oracle: %s\n", why);
    exit(3);
}

static void *allocate(size_t size) {
    void *memory = malloc(size);
    if (memory == NULL) {
        fail("out of memory");
    }
    return memory;
}

/* A number, or -1 at the end of the input where an exchange may begin. */
static int64_t read_number(int may_end) {
    unsigned char raw[4];
    size_t got = fread(raw, 1, 4, stdin);
    if (got == 0 && may_end && feof(stdin)) {
        return -1;
    }
    if (got != 4) {
        fail("the input ends inside an exchange");
    }
    return (uint32_t) raw[0] << 24 | (uint32_t) raw[1] << 16 | (uint32_t) raw[2] << 8 | raw[3];
}

static struct text read_bytes(int64_t length) {
    struct text text;
    if (length > MAX_TEXT) {
        fail("a text is too long");
    }
    text.length = (size_t) length;
    text.bytes = allocate(text.length + 1);
    if (fread(text.bytes, 1, text.length, stdin) != text.length) {
        fail("the input ends inside a text");
    }
    text.bytes[text.length] = 0;
    return text;
}

static struct text read_text(void) { return read_bytes(read_number(0)); }

static void write_number(uint32_t number) {
    unsigned char raw[4] = {number >> 24, number >> 16, number >> 8, number};
    fwrite(raw, 1, 4, stdout);
}

static void on_log(void *data, const void *message) {
    (void) data;
    if (line_count < MAX_LINES) {
        lines[line_count].length = strlen(message);
        lines[line_count].bytes = strdup(message);
        line_count++;
    }
}

static uint32_t interrupted(Transaction *transaction) {
    ModSecurityIntervention intervention = {.status = 200};
    uint32_t status = 0;
    if (msc_intervention(transaction, &intervention)) {
        status = (uint32_t) intervention.status;
        free(intervention.url);
        if (intervention.log != NULL) {
            /* The line of the rule that denies comes here alone. */
            on_log(NULL, intervention.log);
            free(intervention.log);
        }
    }
    return status;
}

static uint32_t run(Transaction *transaction, struct text client, struct text method, struct text uri, struct text version) {
    uint32_t status = 0;
    msc_process_connection(transaction, client.bytes, 40000, "127.0.0.1", 80);
    msc_process_uri(transaction, uri.bytes, method.bytes, version.bytes);
    for (int64_t left = read_number(0); left > 0; left--) {
        struct text name = read_text();
        struct text value = read_text();
        msc_add_n_request_header(
            transaction,
            (unsigned char *) name.bytes,
            name.length,
            (unsigned char *) value.bytes,
            value.length);
        free(name.bytes);
        free(value.bytes);
    }
    struct text body = read_text();
    msc_process_request_headers(transaction);
    status = interrupted(transaction);
    if (status == 0 && body.length > 0) {
        msc_append_request_body(transaction, (unsigned char *) body.bytes, body.length);
        status = interrupted(transaction);
    }
    if (status == 0) {
        msc_process_request_body(transaction);
        status = interrupted(transaction);
    }
    free(body.bytes);

    int code = (int) read_number(0);
    struct text protocol = read_text();
    int responds = status == 0 && code != 0;
    for (int64_t left = read_number(0); left > 0; left--) {
        struct text name = read_text();
        struct text value = read_text();
        if (responds) {
            msc_add_n_response_header(
                transaction,
                (unsigned char *) name.bytes,
                name.length,
                (unsigned char *) value.bytes,
                value.length);
        }
        free(name.bytes);
        free(value.bytes);
    }
    struct text answer = read_text();
    if (responds) {
        msc_process_response_headers(transaction, code, protocol.bytes);
        status = interrupted(transaction);
        if (status == 0 && answer.length > 0) {
            msc_append_response_body(transaction, (unsigned char *) answer.bytes, answer.length);
            status = interrupted(transaction);
        }
        if (status == 0) {
            msc_process_response_body(transaction);
            status = interrupted(transaction);
        }
    }
    free(answer.bytes);
    free(protocol.bytes);
    msc_process_logging(transaction);
    return status;
}

int main(int count, char **arguments) {
    ModSecurity *library = msc_init();
    msc_set_connector_info(library, "rempart-oracle");
    msc_set_log_cb(library, on_log);
    RulesSet *rules = msc_create_rules_set();
    for (int i = 1; i < count; i++) {
        const char *error = NULL;
        if (msc_rules_add_file(rules, arguments[i], &error) < 0) {
            fprintf(stderr, "oracle: %s: %s\n", arguments[i], error == NULL ? "does not load" : error);
            return 2;
        }
    }
    for (int64_t length; (length = read_number(1)) >= 0;) {
        struct text client = read_bytes(length);
        struct text method = read_text();
        struct text uri = read_text();
        struct text version = read_text();
        clock_t start = clock();
        Transaction *transaction = msc_new_transaction(library, rules, NULL);
        uint32_t status = run(transaction, client, method, uri, version);
        msc_transaction_cleanup(transaction);
        uint32_t micros = (uint32_t) ((clock() - start) * 1000000 / CLOCKS_PER_SEC);
        free(client.bytes);
        free(method.bytes);
        free(uri.bytes);
        free(version.bytes);

        write_number(status);
        write_number((uint32_t) line_count);
        for (size_t i = 0; i < line_count; i++) {
            write_number((uint32_t) lines[i].length);
            fwrite(lines[i].bytes, 1, lines[i].length, stdout);
            free(lines[i].bytes);
        }
        write_number(micros);
        line_count = 0;
        fflush(stdout);
    }
    msc_rules_cleanup(rules);
    msc_cleanup(library);
    return 0;
}
