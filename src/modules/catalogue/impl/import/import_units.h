#pragma once

#include "modules/branches/branches.h"
#include "platform/db/transaction.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::catalogue::impl {

/// The units that item fields name by code, looked up once. A code nobody knows becomes a provisional unit.
class ImportUnits {
public:
    explicit ImportUnits(branches::Branches& branches) : branches_(branches) {}

    struct Unit {
        UnitId id;
        UnitId number_unit_id; ///< whose series of barcodes it writes in
    };
    [[nodiscard]] Unit resolve(db::WriteTx& tx, const std::string& code);
    [[nodiscard]] std::string code_of(UnitId id) const;

    /// Units made since the last keep() are forgotten: their transaction was rolled back, and their ids will be
    /// others'.
    void forget_unkept();
    void keep();
    /// Codes that became provisional units, or would in a dry run, in the order they were met.
    [[nodiscard]] const std::vector<std::string>& provisional() const { return provisional_; }

private:
    branches::Branches& branches_;
    std::map<std::string, Unit, std::less<>> units_;
    std::map<UnitId, std::string> codes_;
    std::vector<std::string> unkept_;
    std::vector<std::string> provisional_; ///< each once
};

} // namespace tangthu::catalogue::impl
