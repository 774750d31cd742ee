"""What to do about a rejected record, by error code."""

from schemas import ErrorCode

ADVICE = {
    ErrorCode.NULL_VALUE: "a tombstone holds nothing; where it is usual, drop it by DATELINE_PIPELINE__DROP",
    ErrorCode.EMPTY_VALUE: "fetch the article again; the file holds nothing",
    ErrorCode.VALUE_TOO_LARGE: "send a smaller page, or raise DATELINE_PIPELINE__ADMIT__MAX_VALUE_BYTES",
    ErrorCode.UNSUPPORTED_ENCODING: "send it plain, or as the gzip, zstd or br its content-encoding names",
    ErrorCode.CORRUPT_ENCODING: "fetch it again; the compressed content is cut or damaged",
    ErrorCode.EXPANSION_LIMIT: "send it uncompressed if it is genuine",
    ErrorCode.UNSUPPORTED_MEDIA_TYPE: "send HTML, text or JSON, and name that with --content-type",
    ErrorCode.BINARY_CONTENT: "send the text: pictures, PDF and office files are not read",
    ErrorCode.UNDECODABLE_TEXT: "name the charset: --content-type 'text/html; charset=...'",
    ErrorCode.NUL_BYTES: "check the charset (UTF-16 without a mark looks so), or strip the NULs",
    ErrorCode.LONE_SURROGATE: "mend what writes the JSON: an escape such as \\ud83d needs its other half",
    ErrorCode.INVALID_JSON: "mend the JSON; for HTML or text give --content-type text/html or text/plain",
    ErrorCode.WRONG_SHAPE: "send one JSON object a record; for a list use JSON lines",
    ErrorCode.WRONG_TYPE: "mend the field: the contract's types are in schemas/json/",
    ErrorCode.NO_CONTENT: "fill content (or html, raw_html, body, text, maintext)",
    ErrorCode.NESTED_TOO_DEEP: "if the markup is genuine, raise DATELINE_PIPELINE__CLEAN__MAX_DEPTH",
    ErrorCode.TOO_MANY_NODES: "if it is one article, raise DATELINE_PIPELINE__CLEAN__MAX_NODES and _BLOCKS",
    ErrorCode.TEXT_TOO_LONG: "send articles one by one, not whole collections",
    ErrorCode.NO_ARTICLE: "lists, menus and pages built by scripts hold none; fetch it rendered",
    ErrorCode.EVENT_TOO_LARGE: "raise max.message.bytes of the events topic",
    ErrorCode.WORKER_CRASHED: "please report it, with the record",
    ErrorCode.WORKER_TIMEOUT: "please report it; DATELINE_WORKERS__RECORD_TIMEOUT_S sets the limit",
    ErrorCode.WORKER_OUT_OF_MEMORY: "please report it; DATELINE_WORKERS__MAX_MEMORY_MB sets the limit",
    ErrorCode.INTERNAL_ERROR: "please report it, with the record; --debug shows the trace",
}
