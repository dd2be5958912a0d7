package io.rempart.engine.body;

/** What a body processor can say about a body apart from its content. Each is the SecLang variable of the same name. */
public enum BodyFlag {
    /** A percent sign without two hexadecimal digits. */
    URLENCODED_ERROR,
    /** Any of the flags below that SecLang counts as a strict error (all but the last two), or an error of the parser. */
    MULTIPART_STRICT_ERROR,
    MULTIPART_BOUNDARY_QUOTED,
    MULTIPART_BOUNDARY_WHITESPACE,
    MULTIPART_DATA_BEFORE,
    MULTIPART_DATA_AFTER,
    MULTIPART_HEADER_FOLDING,
    MULTIPART_INVALID_HEADER_FOLDING,
    MULTIPART_LF_LINE,
    MULTIPART_MISSING_SEMICOLON,
    MULTIPART_INVALID_QUOTING,
    MULTIPART_INVALID_PART,
    MULTIPART_FILE_LIMIT_EXCEEDED,
    /** Lines end in CRLF, and in LF alone. */
    MULTIPART_CRLF_LF_LINES,
    /** 1: a line looks like a boundary (it begins with two dashes and more). 2: and the multipart is otherwise in order. */
    MULTIPART_UNMATCHED_BOUNDARY
}
