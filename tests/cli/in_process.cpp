#include "tests/cli/in_process.h"

#include "app/context.h"

#include <iostream>
#include <sstream>

namespace tangthu::test {

Outcome run_in_process(const std::vector<std::string>& words) {
    std::ostringstream out;
    std::ostringstream err;
    auto* const real_out = std::cout.rdbuf(out.rdbuf());
    auto* const real_err = std::cerr.rdbuf(err.rdbuf());
    Outcome outcome{.code = app::run(words)};
    std::cout.rdbuf(real_out);
    std::cerr.rdbuf(real_err);
    outcome.out = out.str();
    outcome.err = err.str();
    return outcome;
}

void InProcessTest::SetUp() {
    LibraryTest::SetUp();
    before_ = std::filesystem::current_path();
    std::filesystem::current_path(folder());
}

void InProcessTest::TearDown() {
    std::filesystem::current_path(before_);
    LibraryTest::TearDown();
}

Outcome InProcessTest::tangthu(const std::vector<std::string>& words, const std::string& input) const {
    return input.empty() ? run_in_process(words) : LibraryTest::tangthu(words, input);
}

} // namespace tangthu::test
