#pragma once

#include "modules/catalogue/impl/batch_store.h"
#include "modules/catalogue/impl/import_reader.h"
#include "modules/catalogue/impl/import_units.h"
#include "modules/catalogue/impl/index_document.h"
#include "platform/db/transaction.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace tangthu::catalogue::impl {

/// What a dry run has met so far: its chunks are rolled back, so the database does not remember.
struct DryRunMemory {
    std::map<std::string, std::string, std::less<>> hashes; ///< identity -> content hash
    struct Numbered {
        std::string source;
        std::string owner_unit;
    };
    std::multimap<std::string, Numbered, std::less<>> barcodes;
};

struct ChunkContext {
    BatchId batch;
    std::string default_unit; ///< unit code for copies that name none
    Instant now;
    DryRunMemory* memory = nullptr; ///< set in a dry run only
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
    std::uint64_t created = 0;
    std::uint64_t updated = 0;
    std::uint64_t unchanged = 0;
    std::uint64_t items_created = 0;
    std::vector<TouchedBib> touched; ///< ascending by id
    std::vector<ChunkProblem> problems;
};

/// Stores the records of one chunk: new ones are added, differing ones overwritten (with what undo needs), equal ones
/// left. A copy whose barcode is taken, in the same site's series or by the same source, is a problem and not stored.
[[nodiscard]] ChunkOutcome store_chunk(db::WriteTx& tx, std::span<const ImportedRecord> records,
                                       const ChunkContext& context, ImportUnits& units);

} // namespace tangthu::catalogue::impl
