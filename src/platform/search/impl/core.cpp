#include "platform/search/impl/core.h"

#include "platform/base/digest.h"
#include "platform/base/log.h"
#include "platform/search/impl/deep_check.h"
#include "platform/search/impl/query/result_cache.h"
#include "platform/search/impl/terms.h"
#include "platform/text/normalize.h"
#include "platform/text/sort.h"

#include <charconv>
#include <sstream>

namespace tangthu::search::impl {

namespace fs = std::filesystem;

namespace {

constexpr int kRoomVersion = 1; ///< raise when what is stored changes its form

std::string current_name(const fs::path& folder) {
    std::string name = read_small_file(folder / "CURRENT");
    while (!name.empty() && (name.back() == '\n' || name.back() == ' '))
        name.pop_back();
    const bool is_sound = name.size() > 1 && name[0] == 'g' && name.find_first_not_of("0123456789", 1) == name.npos;
    return is_sound ? name : std::string{};
}

} // namespace

std::string write_state(const IndexState& state) {
    return std::to_string(state.tables) + ' ' + std::to_string(state.tables_seq) + ' ' + std::to_string(state.seq) +
           ' ' + std::to_string(state.position);
}

bool read_state(const std::string& text, IndexState& state) {
    std::istringstream in{text};
    return static_cast<bool>(in >> state.tables >> state.tables_seq >> state.seq >> state.position);
}

std::string change_key(std::uint64_t seq) {
    std::string digits = std::to_string(seq);
    return "change" + std::string(20 - digits.size(), '0') + digits;
}

std::string schema_fingerprint(const Schema& schema) {
    std::ostringstream all;
    all << kRoomVersion << ' ' << text::kSortKeyVersion << ' ' << schema.version << '\n';
    for (const TextField& field : schema.text)
        all << "text " << field.name << ' ' << field.adjacent << ' ' << field.whole << '\n';
    for (const TermField& field : schema.terms)
        all << "term " << field.name << ' ' << field.prefix << ' ' << static_cast<int>(field.form) << '\n';
    for (const Facet& facet : schema.facets)
        all << "facet " << facet.name << ' ' << facet.multi_valued << ' ' << (facet.suggest_weight > 0) << '\n';
    for (const Sort& sort : schema.sorts)
        all << "sort " << sort.name << '\n';
    return sha256_hex(all.str()).substr(0, 32);
}

void write_manifest(const fs::path& generation, const Schema& schema, const IndexState& state) {
    std::ostringstream out;
    out << "schema " << schema_fingerprint(schema) << "\nstate " << write_state(state) << '\n';
    const fs::path tables = "tables." + std::to_string(state.tables);
    out << "file " << fs::file_size(generation / tables) << ' ' << tables.string() << '\n';
    for (const auto& entry : fs::directory_iterator{generation / "xapian"})
        if (entry.is_regular_file() && entry.path().filename() != "flintlock")
            out << "file " << entry.file_size() << " xapian/" << entry.path().filename().string() << '\n';
    out << "end\n";
    replace_file(generation / "MANIFEST", out.str(), Sync::no);
}

std::vector<WordEntry> collect_words(const Xapian::Database& database) {
    std::vector<WordEntry> words;
    auto term = database.allterms_begin();
    const auto end = database.allterms_end();
    while (term != end) {
        std::string word = *term;
        if (word[0] >= 'A' && word[0] <= 'Z') { // on to the next prefix, or past them all
            term.skip_to(std::string(1, static_cast<char>(word[0] + 1)));
            continue;
        }
        words.push_back({text::fold(word), std::move(word), term.get_termfreq()});
        ++term;
    }
    return words;
}

// --- Generation -----------------------------------------------------------------------------------------------------

Generation::Generation(fs::path path, const Schema& schema)
    : path_(std::move(path)), schema_(schema), results_(std::make_shared<ResultCache>()) {}

std::shared_ptr<const Snapshot> Generation::load_tables(std::uint64_t number) const {
    std::string why;
    auto tables = Tables::open(path_ / ("tables." + std::to_string(number)), column_count(schema_), why);
    if (!tables) throw Xapian::DatabaseCorruptError(why);
    return std::make_shared<Snapshot>(std::make_shared<const Tables>(std::move(*tables)), schema_);
}

bool Generation::bring_up_to_date(Reader& reader) {
    IndexState state;
    if (!read_state(reader.database.get_metadata(kStateKey), state)) throw Xapian::DatabaseCorruptError("no state");
    if (reader.snapshot && reader.state == state) return true;
    const std::lock_guard lock{snapshot_mutex_};
    // Another search has seen a later commit already. One that only takes folded changes into use leaves `seq` as it
    // is.
    if (latest_ && (latest_state_.seq > state.seq || latest_state_.tables > state.tables)) return false;
    if (!latest_ || latest_state_.tables != state.tables) {
        try {
            latest_ = load_tables(state.tables);
        } catch (...) { // a commit meanwhile has put other tables in use and removed these
            if (!reader.database.reopen()) throw;
            return false;
        }
        latest_state_ = state;
        latest_state_.seq = state.tables_seq;
    }
    while (latest_state_.seq < state.seq) {
        auto next = latest_->after(reader.database.get_metadata(change_key(latest_state_.seq + 1)));
        if (!next) throw Xapian::DatabaseCorruptError("damaged change");
        latest_ = std::move(next);
        ++latest_state_.seq;
    }
    latest_state_ = state;
    reader.state = state;
    reader.snapshot = latest_;
    return true;
}

std::unique_ptr<Reader> Generation::take() {
    std::unique_ptr<Reader> reader;
    {
        const std::lock_guard lock{idle_mutex_};
        if (!idle_.empty()) {
            reader = std::move(idle_.back());
            idle_.pop_back();
        }
    }
    if (!reader) {
        reader = std::make_unique<Reader>();
        reader->database = Xapian::Database{(path_ / "xapian").string(), Xapian::DB_BACKEND_GLASS};
        reader->counters.resize(schema_.facets.size());
        reader->results = results_;
    } else {
        (void)reader->database.reopen();
    }
    while (!bring_up_to_date(*reader))
        (void)reader->database.reopen();
    return reader;
}

void Generation::give_back(std::unique_ptr<Reader> reader) {
    constexpr std::size_t kKept = 16;
    const std::lock_guard lock{idle_mutex_};
    if (idle_.size() < kKept) idle_.push_back(std::move(reader));
}

// --- Core -----------------------------------------------------------------------------------------------------------

Core::Core(fs::path folder, Schema schema, Access access)
    : folder_(std::move(folder)), schema_(std::move(schema)), access_(access) {}

Core::~Core() {
    if (folding_.joinable()) folding_.join();
}

Result<void> Core::open() {
    if (schema_.text.size() > kMaxTextFields)
        return fail(ErrorKind::Invalid, "search.bad_schema", {}, "more than 13 text fields");
    for (const TermField& field : schema_.terms)
        if (field.prefix.size() < 2 || field.prefix[0] != 'X')
            return fail(ErrorKind::Invalid, "search.bad_schema", {}, "a term prefix begins with X: " + field.name);
    bits_ = std::make_shared<const BitWeights>(schema_);
    if (access_ == Access::write) {
        fs::create_directories(folder_);
        if (!lock_.take(folder_ / "lock"))
            return fail(ErrorKind::Conflict, "search.index_locked", {{"folder", folder_.string()}});
        clean_up();
    }
    const std::string name = current_name(folder_);
    if (name.empty()) {
        health_ = {false, true, false, false, 0, 0, "no index has been built in this folder"};
        return {};
    }
    health_ = look(folder_ / name);
    if (health_.ok) generation_ = std::make_shared<Generation>(folder_ / name, schema_);
    return {};
}

void Core::clean_up() {
    std::error_code ignored;
    const std::string name = current_name(folder_);
    std::vector<fs::path> old;
    for (const auto& entry : fs::directory_iterator{folder_, ignored}) {
        const std::string file = entry.path().filename().string();
        if (entry.is_directory() && file != name && (file == "build" || file[0] == 'g')) old.push_back(entry.path());
    }
    for (const fs::path& path : old)
        fs::remove_all(path, ignored);
}

IndexHealth Core::look(const fs::path& generation) const {
    constexpr int kMostAttempts = 10;
    const auto version = [&] {
        return read_small_file(generation / "MANIFEST") + read_small_file(generation / "xapian" / "iamglass");
    };
    for (int attempt = 1;; ++attempt) {
        const std::string before = version();
        IndexHealth health = look_once(generation);
        // A commit meanwhile can look like damage: it takes folded tables into use and removes the old ones.
        if (health.ok || attempt == kMostAttempts || version() == before) return health;
    }
}

IndexHealth Core::look_once(const fs::path& generation) const {
    IndexHealth health;
    const auto broken = [&](bool IndexHealth::* kind, std::string why) {
        health.ok = false;
        health.*kind = true;
        if (!health.detail.empty()) health.detail += "; ";
        health.detail += why;
    };
    std::istringstream manifest{read_small_file(generation / "MANIFEST")};
    std::string what;
    if (!(manifest >> what)) broken(&IndexHealth::missing, "the manifest is missing");
    bool is_whole = false;
    for (; manifest; manifest >> what) {
        if (what == "end") {
            is_whole = true;
        } else if (what == "schema") {
            std::string print;
            manifest >> print;
            if (print != schema_fingerprint(schema_)) broken(&IndexHealth::outdated, "made with another schema");
        } else if (what == "state") {
            std::string line;
            std::getline(manifest, line);
            IndexState state;
            if (read_state(line, state)) health.position = state.position;
        } else if (what == "file") {
            std::uintmax_t size = 0;
            std::string name;
            manifest >> size >> name;
            std::error_code failed;
            const std::uintmax_t now = fs::file_size(generation / name, failed);
            if (failed)
                broken(&IndexHealth::missing, name + " is missing");
            else if (now < size)
                broken(&IndexHealth::truncated, name + " is shorter than it was");
        }
        what.clear();
    }
    if (!is_whole && !health.missing) broken(&IndexHealth::truncated, "the manifest is cut off");
    if (!health.ok) return health;
    try {
        Generation trial{generation, schema_};
        const auto reader = trial.take();
        health.position = reader->state.position;
        health.documents = reader->snapshot->documents();
        if (health.documents != reader->database.get_doccount())
            broken(&IndexHealth::truncated, "tables and postings disagree");
    } catch (const Xapian::Error& error) {
        broken(&IndexHealth::truncated, error.get_description());
    } catch (const Fault& fault) {
        broken(&IndexHealth::truncated, fault.what());
    }
    return health;
}

IndexHealth Core::health() const {
    const std::lock_guard lock{mutex_};
    return health_;
}

IndexHealth Core::check_deeply(const std::stop_token& stop) {
    const std::shared_ptr<Generation> current = generation();
    if (!current) return health();
    IndexHealth health = look(current->path());
    const std::string damage = find_damage(current->path() / "xapian", commit_gate, stop);
    if (stop.stop_requested()) return this->health();
    if (!damage.empty()) {
        health.ok = false;
        health.truncated = true;
        health.detail += damage;
    }
    if (health.ok) return health;
    if (generation() != current) return check_deeply(stop); // it was built again and the old one removed
    distrust(health.detail);
    return health;
}

void Core::distrust(const std::string& why) {
    const std::lock_guard lock{mutex_};
    if (!health_.ok || !generation_) return;
    health_.ok = false;
    health_.truncated = true;
    health_.detail = why;
    // What can still be answered is answered until it has been built again; should that not come about, the next
    // process must not take the folder for sound.
    std::error_code ignored;
    if (access_ == Access::write) fs::remove(generation_->path() / "MANIFEST", ignored);
}

std::shared_ptr<Generation> Core::generation() const {
    const std::lock_guard lock{mutex_};
    return generation_;
}

void Core::activate(const fs::path& built) {
    std::uint64_t number = 1;
    const std::string old = current_name(folder_);
    if (!old.empty()) (void)std::from_chars(old.data() + 1, old.data() + old.size(), number), ++number;
    const std::string name = "g" + std::to_string(number);
    IndexHealth health = look(built); // before anything is given up for it
    if (!health.ok) throw Fault("search: the index just built is not sound: " + health.detail);
    fs::remove_all(folder_ / name);
    fs::rename(built, folder_ / name);
    replace_file(folder_ / "CURRENT", name + "\n", Sync::yes);
    auto fresh = std::make_shared<Generation>(folder_ / name, schema_);
    {
        const std::lock_guard lock{mutex_};
        health_ = std::move(health);
        generation_ = std::move(fresh);
    }
    std::error_code ignored;
    if (!old.empty()) fs::remove_all(folder_ / old, ignored);
}

// --- Folding --------------------------------------------------------------------------------------------------------

void Core::start_folding(std::shared_ptr<Generation> generation) {
    const std::lock_guard lock{fold_mutex_};
    if (folding_.joinable()) return;
    is_folded_ = false;
    folding_ = std::thread{[this, held = std::move(generation)] {
        try {
            fold(*held);
        } catch (const std::exception& error) { // no harm done: the changes stay as they are
            log::warning(std::string{"search: changes could not be folded: "} + error.what());
        } catch (const Xapian::Error& error) {
            log::warning("search: changes could not be folded: " + error.get_description());
        }
        const std::lock_guard end{fold_mutex_};
        is_folded_ = true;
    }};
}

void Core::fold(Generation& generation) {
    std::unique_ptr<Reader> reader;
    std::vector<WordEntry> words;
    for (int attempt = 0;; ++attempt) {
        std::shared_lock<std::shared_mutex> gate{commit_gate, std::defer_lock};
        if (attempt >= 2) gate.lock();
        try {
            reader = generation.take();
            words = collect_words(reader->database);
            break;
        } catch (const Xapian::DatabaseModifiedError&) {
            if (attempt > 2) throw;
        }
    }
    const Folded made{reader->state.tables + 1, reader->state.seq};
    write_tables(generation.path() / ("tables." + std::to_string(made.tables)), schema_,
                 SnapshotSource{reader->snapshot}, [&] { return std::move(words); });
    const std::lock_guard lock{fold_mutex_};
    folded_ = made;
}

bool Core::await_folding() {
    std::unique_lock lock{fold_mutex_};
    if (folding_.joinable()) {
        std::thread thread = std::move(folding_);
        lock.unlock();
        thread.join();
        lock.lock();
    }
    return folded_.has_value();
}

std::optional<Core::Folded> Core::take_folded() {
    {
        const std::lock_guard lock{fold_mutex_};
        if (folding_.joinable() && !is_folded_) return std::nullopt;
    }
    (void)await_folding(); // it has nothing more to do
    const std::lock_guard lock{fold_mutex_};
    return std::exchange(folded_, std::nullopt);
}

void Core::drop_folded() {
    (void)await_folding();
    const std::lock_guard lock{fold_mutex_};
    folded_.reset();
}

} // namespace tangthu::search::impl
