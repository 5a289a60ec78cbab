// Rule: a gateway maps every kind of error; a new kind must not slip through one of them.
// Expect: not handled in switch
#include "platform/base/error.h"

using tangthu::ErrorKind;

int unhandled_error_kind(ErrorKind kind) {
    switch (kind) {
    case ErrorKind::Invalid:
        return 400;
    case ErrorKind::Unauthenticated:
        return 401;
    case ErrorKind::Forbidden:
        return 403;
#ifndef TANGTHU_BROKEN
    case ErrorKind::NotFound:
        return 404;
#endif
    case ErrorKind::Conflict:
        return 409;
    case ErrorKind::Stale:
        return 412;
    case ErrorKind::TooLarge:
        return 413;
    case ErrorKind::Unsupported:
        return 415;
    case ErrorKind::PreconditionRequired:
        return 428;
    case ErrorKind::TooManyRequests:
        return 429;
    case ErrorKind::Unavailable:
        return 503;
    }
    return 500;
}
