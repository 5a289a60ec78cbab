#pragma once

#include "platform/base/error.h"

#include <cerrno>
#include <string>
#include <system_error>

namespace tangthu {

/// A disk that is full or fails, met outside the database: the machine is to be mended, then the work can go on.
class DiskFault : public Fault {
public:
    /// `error_number` as in errno.
    DiskFault(int error_number, const std::string& what_happened,
              std::source_location where = std::source_location::current())
        : Fault(what_happened + ": " + std::generic_category().message(error_number), where),
          error_number_(error_number) {}
    [[nodiscard]] bool is_full() const { return is_full(error_number_); }
    [[nodiscard]] bool is_temporary() const override { return true; }

    /// No room on the disk, in the quota, or in what a file may grow to.
    [[nodiscard]] static bool is_full(int error_number) {
        return error_number == ENOSPC || error_number == EDQUOT || error_number == EFBIG;
    }

private:
    int error_number_;
};

} // namespace tangthu
