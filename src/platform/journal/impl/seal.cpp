#include "platform/journal/seal.h"

#include "platform/base/digest.h"
#include "platform/db/database.h"
#include "platform/journal/impl/entry_store.h"

namespace tangthu::journal {

namespace {

constexpr std::size_t kMarkBytes = 16;

struct Seal {
    std::int64_t number = 0;
    Position first;
    Position last;
    std::int64_t entry_count = 0;
    std::string previous_hash;
    std::string hash;
    std::string entry_marks;
};

std::string big_endian(std::uint64_t value) {
    std::string bytes;
    for (int shift = 56; shift >= 0; shift -= 8)
        bytes += static_cast<char>(value >> shift);
    return bytes;
}

std::uint64_t from_big_endian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (const char c : bytes.substr(0, 8))
        value = (value << 8U) | static_cast<unsigned char>(c);
    return value;
}

/// 8 bytes seq, 8 bytes of the digest.
std::string mark_of(std::int64_t seq, std::string_view digest) {
    return big_endian(static_cast<std::uint64_t>(seq)) + std::string{digest.substr(0, 8)};
}

/// Gathers the entries of one block. The hash takes the whole digests; the marks only help to find which one is wrong.
class Block {
public:
    Block(std::int64_t number, std::string previous_hash) {
        seal_.number = number;
        seal_.previous_hash = std::move(previous_hash);
    }

    void add(const StoredEntry& entry) {
        if (seal_.entry_count == 0) seal_.first = entry.position;
        seal_.last = entry.position;
        ++seal_.entry_count;
        const auto digest = impl::digest(entry);
        digests_ += digest;
        seal_.entry_marks += mark_of(entry.position.seq, digest);
    }

    [[nodiscard]] std::int64_t size() const { return seal_.entry_count; }

    [[nodiscard]] Seal closed() const {
        auto seal = seal_;
        std::string text = seal.previous_hash;
        for (const auto number :
             {seal.number, seal.first.tx_id, seal.first.seq, seal.last.tx_id, seal.last.seq, seal.entry_count})
            text += '\n' + std::to_string(number);
        seal.hash = sha256_hex(text + '\n' + digests_);
        return seal;
    }

private:
    Seal seal_;
    std::string digests_;
};

Seal read_seal(const db::Row& row) {
    Seal seal;
    seal.number = row.get<std::int64_t>("number");
    seal.first = {row.get<std::int64_t>("first_tx_id"), row.get<std::int64_t>("first_seq")};
    seal.last = {row.get<std::int64_t>("last_tx_id"), row.get<std::int64_t>("last_seq")};
    seal.entry_count = row.get<std::int64_t>("entry_count");
    seal.previous_hash = row.get<std::string>("previous_hash");
    seal.hash = row.get<std::string>("hash");
    seal.entry_marks = row.get<std::string>("entry_marks");
    return seal;
}

constexpr std::string_view kSeals =
    "SELECT number, first_tx_id, first_seq, last_tx_id, last_seq, entry_count, previous_hash, hash, entry_marks "
    "FROM journal_seals ORDER BY number";
constexpr std::string_view kLastSeal =
    "SELECT number, first_tx_id, first_seq, last_tx_id, last_seq, entry_count, previous_hash, hash, entry_marks "
    "FROM journal_seals ORDER BY number DESC LIMIT 1";

Seal last_seal(db::ReadTx& tx) {
    auto rows = tx.query(kLastSeal);
    return rows.next() ? read_seal(rows.row()) : Seal{};
}

/// The next block that is ready, from a plain snapshot: entries below the horizon never change, so nothing needs to be
/// locked, and the desk's transactions are not disturbed.
std::optional<Seal> next_block(db::Database& db, SealWhat what, Instant now) {
    return *db.read([&](db::ReadTx& tx) -> Result<std::optional<Seal>> {
        const auto before = last_seal(tx);
        Block block{before.number + 1, before.hash};
        Instant oldest;
        for (const auto& row : impl::entries_after(tx, before.last, kBlockEntries)) {
            const auto entry = impl::read_entry(row);
            if (block.size() == 0) oldest = entry.recorded_at;
            block.add(entry);
        }
        const bool is_due =
            block.size() == kBlockEntries || what == SealWhat::Everything || now.unix_ms - oldest.unix_ms >= kBlockMs;
        if (block.size() == 0 || !is_due) return std::optional<Seal>{};
        return std::optional{block.closed()};
    });
}

/// False when another process has set the same seal in the meantime.
bool store(db::Database& db, const Seal& seal, Instant now) {
    try {
        return *db.write([&](db::WriteTx& tx) -> Result<bool> {
            if (last_seal(tx).number != seal.number - 1) return false;
            tx.execute("INSERT INTO journal_seals (number, first_tx_id, first_seq, last_tx_id, last_seq, entry_count, "
                       "sealed_at, previous_hash, hash, entry_marks) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                       seal.number, seal.first.tx_id, seal.first.seq, seal.last.tx_id, seal.last.seq, seal.entry_count,
                       now, seal.previous_hash, seal.hash, db::Bytes{seal.entry_marks});
            return true;
        });
    } catch (const db::UniqueViolation&) {
        return false;
    }
}

bool exists(db::ReadTx& tx, std::int64_t seq) {
    return tx.find_value<std::int64_t>("SELECT seq FROM journal WHERE seq = $1", seq).has_value();
}

/// Compares what is there with what the seal noted, entry by entry.
BadEntry locate(db::ReadTx& tx, const Seal& kept, const Seal& found) {
    for (std::size_t at = 0; at < kept.entry_marks.size() || at < found.entry_marks.size(); at += kMarkBytes) {
        const auto was = std::string_view{kept.entry_marks}.substr(std::min(at, kept.entry_marks.size()), kMarkBytes);
        const auto is = std::string_view{found.entry_marks}.substr(std::min(at, found.entry_marks.size()), kMarkBytes);
        if (was == is) continue;
        const auto seq_was = static_cast<std::int64_t>(from_big_endian(was));
        const auto seq_is = static_cast<std::int64_t>(from_big_endian(is));
        if (was.empty()) return {seq_is, kept.number, Damage::inserted};
        if (is.empty()) return {seq_was, kept.number, Damage::missing};
        if (seq_was == seq_is) return {seq_was, kept.number, Damage::changed};
        if (!exists(tx, seq_was)) return {seq_was, kept.number, Damage::missing};
        return {seq_is, kept.number, Damage::inserted};
    }
    return {kept.first.seq, kept.number, Damage::seal_changed};
}

/// Checks one seal against the entries, which `entries` stands before; nullopt when they agree.
class ChainWalk {
public:
    ChainWalk(db::ReadTx& tx, Verification& result)
        : tx_(tx), result_(result), entries_(impl::scan_entries_after(tx, {})) {
        advance();
    }

    /// False when the walk has ended on damage.
    bool take(const Seal& kept) {
        Block block{kept.number, previous_hash_};
        while (has_entry_ && entry_.position <= kept.last) {
            block.add(entry_);
            advance();
        }
        const auto found = block.closed();
        const bool follows = kept.number == result_.seals + 1 && kept.previous_hash == previous_hash_;
        if (!follows || found.hash != kept.hash) {
            result_.first_bad =
                follows ? locate(tx_, kept, found) : BadEntry{kept.first.seq, kept.number, Damage::seal_changed};
            result_.is_sound = false;
            return false;
        }
        previous_hash_ = kept.hash;
        result_.entries += kept.entry_count;
        ++result_.seals;
        result_.sealed_through = kept.last.seq;
        result_.head_hash = kept.hash;
        return true;
    }

    void count_unsealed() {
        while (has_entry_) {
            if (result_.unsealed++ == 0) result_.unsealed_from = entry_.position.seq;
            advance();
        }
    }

private:
    void advance() {
        has_entry_ = entries_.next();
        if (has_entry_) entry_ = impl::read_entry(entries_.row());
    }

    db::ReadTx& tx_;
    Verification& result_;
    db::Rows entries_;
    bool has_entry_ = false;
    StoredEntry entry_;
    std::string previous_hash_;
};

} // namespace

std::int64_t seal(db::Database& db, SealWhat what, Instant now) {
    std::int64_t sealed = 0;
    while (const auto block = next_block(db, what, now)) {
        if (!store(db, *block, now)) break;
        sealed += block->entry_count;
    }
    return sealed;
}

Verification verify(db::Database& db) {
    return *db.read([](db::ReadTx& tx) -> Result<Verification> {
        Verification result;
        ChainWalk walk{tx, result};
        for (const auto& row : tx.scan(kSeals)) {
            if (!walk.take(read_seal(row))) return result;
        }
        walk.count_unsealed();
        return result;
    });
}

} // namespace tangthu::journal
