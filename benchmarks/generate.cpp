// Writes a synthetic collection (collection.h) as ISO 2709: bench_generate RECORDS [SEED] > FILE.

#include "benchmarks/collection.h"
#include "platform/marc/writer.h"

#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv) {
    const auto records = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 0;
    if (records == 0) {
        std::fputs("usage: bench_generate RECORDS [SEED] > FILE\n", stderr);
        return 64;
    }
    tangthu::bench::Collection collection(argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 2026);
    tangthu::marc::RecordWriter writer;
    std::string out;
    writer.begin(out);
    for (std::size_t i = 1; i <= records; ++i) {
        writer.write(collection.make(i), out);
        if (out.size() > (1U << 20U)) {
            std::fwrite(out.data(), 1, out.size(), stdout);
            out.clear();
        }
    }
    writer.end(out);
    std::fwrite(out.data(), 1, out.size(), stdout);
    return std::ferror(stdout) == 0 ? 0 : 74;
}
