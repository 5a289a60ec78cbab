#pragma once

#include "modules/catalogue/impl/import/batch_store.h"
#include "modules/catalogue/impl/import/import_reader.h"
#include "modules/catalogue/impl/import/import_units.h"
#include "modules/catalogue/impl/index/index_document.h"
#include "platform/db/transaction.h"

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace tangthu::catalogue::impl {

/// Whose a copy is that a dry run would have taken. Of its unit the code: ids are rolled back with the chunk.
struct DryRunItem {
    std::string owner_code;
    std::string source;
};

/// What a dry run has met so far: its chunks are rolled back, so the database does not remember.
struct DryRunMemory {
    std::map<std::string, std::string, std::less<>> hashes;       ///< identity -> content hash
    std::multimap<std::string, DryRunItem, std::less<>> barcodes; ///< of copies that would be taken
    std::set<std::string, std::less<>> numbers;                   ///< 001 of records without a source
    void add(DryRunMemory more) {
        for (auto& [identity, hash] : more.hashes)
            hashes[identity] = std::move(hash);
        barcodes.merge(more.barcodes);
        numbers.merge(more.numbers);
    }
};

struct ChunkContext {
    BatchId batch;
    std::string default_unit; ///< unit code for copies that name none
    Instant now;
    const DryRunMemory* memory = nullptr; ///< set in a dry run only
    std::size_t most_changes = 0;         ///< records overwritten, at most; the others are left for the next call
};

/// A record that is to be found by search now.
struct TouchedBib {
    BibId id;
    const Extract* extract = nullptr; ///< of the chunk's record
    std::vector<IndexedItem> items;
};

/// A copy that was not taken, or something worth knowing of a record that was.
struct ChunkProblem {
    const ImportedRecord* record = nullptr;
    std::string key;
    std::vector<ErrorParam> params;
    std::string barcode; ///< set for a rejected copy
};

struct ChunkOutcome {
    std::size_t taken = 0; ///< records dealt with, from the first on
    std::uint64_t created = 0;
    std::uint64_t updated = 0;
    std::uint64_t unchanged = 0;
    std::uint64_t items_created = 0;
    std::vector<TouchedBib> touched; ///< ascending by id
    std::vector<ChunkProblem> problems;
    DryRunMemory learned; ///< in a dry run; to be added to its memory when the transaction has ended
};

/// Stores the records of one chunk: new ones are added, differing ones overwritten (with what undo needs), equal ones
/// left. A copy whose barcode is taken (numbers_clash) is a problem and not stored.
[[nodiscard]] ChunkOutcome store_chunk(db::WriteTx& tx, std::span<const ImportedRecord> records,
                                       const ChunkContext& context, ImportUnits& units);

} // namespace tangthu::catalogue::impl
