#include "platform/search/impl/faults.h"

#include "platform/base/disk_fault.h"

#include <filesystem>
#include <xapian.h>

namespace tangthu::search::impl {

namespace {

/// Xapian keeps the number of a failed system call to itself and tells its text only, at times inside another error's.
int disk_error_of(const Xapian::Error& error) {
    const std::string said = error.get_description();
    for (const int number : {ENOSPC, EDQUOT, EFBIG, EIO})
        if (said.find(std::generic_category().message(number)) != said.npos) return number;
    return 0;
}

} // namespace

void rethrow_as_fault(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const Xapian::Error& error) {
        if (const int number = disk_error_of(error)) throw DiskFault(number, "search: " + error.get_msg());
        throw Fault("search: " + error.get_description());
    } catch (const std::filesystem::filesystem_error& error) {
        throw DiskFault(error.code().value(), "search: " + error.path1().string());
    }
}

} // namespace tangthu::search::impl
