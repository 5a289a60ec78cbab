#pragma once

#include "tests/cli/library.h"

namespace tangthu::test {

/// `tangthu …` without a process of its own: a program under the sanitizers takes a second to start, and where many
/// commands only look at what one has done, that is most of the time. Its working folder is that of the test.
[[nodiscard]] Outcome run_in_process(const std::vector<std::string>& words);

/// A LibraryTest whose commands run in this process. What is to be killed, limited or measured still is a Process.
class InProcessTest : public LibraryTest {
protected:
    void SetUp() override;
    void TearDown() override;
    [[nodiscard]] Outcome tangthu(const std::vector<std::string>& words, const std::string& input = "") const override;

private:
    std::filesystem::path before_; ///< the working folder
};

} // namespace tangthu::test
