#pragma once

#include <exception>

namespace tangthu::search::impl {

/// Throws on what Xapian and the file system throw as the one kind that leaves this room: a DiskFault where the disk is
/// full or fails, else a Fault. What is no exception of theirs goes on as it is.
[[noreturn]] void rethrow_as_fault(const std::exception_ptr& failure);

} // namespace tangthu::search::impl
