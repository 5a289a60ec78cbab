// Whatever claims to be JSON: a value that writes itself back, or an error; never an exception.
#include "platform/base/json.h"

#include <cstdint>
#include <cstdlib>

namespace {

using namespace tangthu;

enum class Kind { one, two };
TANGTHU_DESCRIBE_ENUM(Kind, one, two)

struct Leaf {
    Text<1, 10> text;
    Bounded<int, 1, 9, 3> number;
    std::optional<Instant> at;
};
TANGTHU_DESCRIBE(Leaf, text, number, at)

struct Tree {
    std::optional<std::string> name;
    std::optional<std::vector<Tree>> branches;
    std::optional<std::map<std::string, Leaf>> leaves;
    Nullable<Kind> kind;
    std::optional<RawJson> extra;
    std::optional<double> weight;
    std::optional<Id<Leaf>> id;
};
TANGTHU_DESCRIBE(Tree, name, branches, leaves, kind, extra, weight, id)

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    if (const auto tree = from_json<Tree>(text)) {
        const auto written = to_json(*tree);
        const auto again = from_json<Tree>(written);
        if (!again || to_json(*again) != written) std::abort();
    }
    if (const auto raw = from_json<RawJson>(text); raw && !from_json<RawJson>(raw->text)) std::abort();
    return 0;
}
