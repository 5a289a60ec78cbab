// Runs a fuzz target over its corpus without libFuzzer: `replay FOLDER`. Each file in it once found a fault or a new
// path.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void run(const std::string& input) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

} // namespace

int main(int argc, char** argv) {
    // What every parser meets one day, corpus or not.
    for (const auto& input :
         {std::string{}, std::string(1, '\0'), std::string(70'000, '\0'), std::string(70'000, '\xff'),
          std::string(70'000, '{'), std::string(70'000, '<'), std::string(70'000, '"')}) {
        run(input);
    }
    int files = 0;
    if (argc > 1 && std::filesystem::is_directory(argv[1])) {
        for (const auto& entry : std::filesystem::directory_iterator{argv[1]}) {
            std::ifstream file{entry.path(), std::ios::binary};
            run({std::istreambuf_iterator<char>{file}, {}});
            ++files;
        }
    }
    std::printf("%d corpus files\n", files);
    return 0;
}
