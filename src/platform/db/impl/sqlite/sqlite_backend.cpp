#include "platform/db/impl/fair_lock.h"
#include "platform/db/impl/sqlite/sqlite_connection.h"

#include <condition_variable>
#include <mutex>

namespace tangthu::db::impl {

namespace {

/// One writer behind a fair lock, and as many readers as were ever needed at once, up to the limit.
class SqliteBackend final : public Backend {
public:
    explicit SqliteBackend(std::unique_ptr<SqliteConnection> writer) : writer_(std::move(writer)) {}

    void with_transaction(TxMode mode, const std::function<bool(Connection&)>& work) override {
        if (mode != TxMode::Read) {
            const WriterLease lease{*this};
            run(*writer_, mode, work);
        } else {
            const ReaderLease lease{*this};
            run(*lease.connection, mode, work);
        }
    }

    void with_connection(const std::function<void(Connection&)>& work) override {
        const WriterLease lease{*this};
        work(*writer_);
    }

    void forget_statements() override {
        const WriterLease lease{*this};
        writer_->forget_statements();
        const std::lock_guard guard{mutex_};
        open_readers_ -= static_cast<int>(idle_readers_.size());
        idle_readers_.clear();
    }

private:
    struct WriterLease {
        explicit WriterLease(SqliteBackend& owner) : backend(owner) {
            if (backend.writer_lock_.is_held_by_this_thread())
                throw DatabaseFault(FaultCause::Statement, "write() inside write(): hand the WriteTx down instead");
            backend.writer_lock_.lock();
        }
        ~WriterLease() { backend.writer_lock_.unlock(); }
        WriterLease(const WriterLease&) = delete;
        WriterLease& operator=(const WriterLease&) = delete;
        SqliteBackend& backend;
    };

    struct ReaderLease {
        explicit ReaderLease(SqliteBackend& owner) : backend(owner), connection(owner.take_reader()) {}
        ~ReaderLease() { backend.give_back(std::move(connection)); }
        ReaderLease(const ReaderLease&) = delete;
        ReaderLease& operator=(const ReaderLease&) = delete;
        SqliteBackend& backend;
        std::unique_ptr<SqliteConnection> connection;
    };

    static void run(Connection& connection, TxMode mode, const std::function<bool(Connection&)>& work) {
        connection.begin(mode);
        try {
            if (work(connection)) {
                connection.commit();
            } else {
                connection.rollback();
            }
        } catch (...) {
            connection.rollback();
            throw;
        }
    }

    std::unique_ptr<SqliteConnection> take_reader() {
        {
            std::unique_lock guard{mutex_};
            reader_is_free_.wait(guard, [&] { return !idle_readers_.empty() || open_readers_ < options.connections; });
            if (!idle_readers_.empty()) {
                auto reader = std::move(idle_readers_.back());
                idle_readers_.pop_back();
                return reader;
            }
            ++open_readers_;
        }
        auto reader = SqliteConnection::open(location.target, SqliteConnection::Role::Reader, options);
        if (!reader) {
            give_back(nullptr);
            throw DatabaseFault(FaultCause::InputOutput, reader.error().key + ": " + reader.error().detail);
        }
        return *std::move(reader);
    }

    void give_back(std::unique_ptr<SqliteConnection> reader) {
        const std::lock_guard guard{mutex_};
        if (reader) {
            idle_readers_.push_back(std::move(reader));
        } else {
            --open_readers_;
        }
        reader_is_free_.notify_one();
    }

    FairLock writer_lock_;
    std::unique_ptr<SqliteConnection> writer_;
    std::mutex mutex_;
    std::condition_variable reader_is_free_;
    std::vector<std::unique_ptr<SqliteConnection>> idle_readers_;
    int open_readers_ = 0;
};

} // namespace

Result<std::unique_ptr<Backend>> open_sqlite(const DatabaseLocation& location, const DatabaseOptions& options) {
    TANGTHU_TRY(auto writer, SqliteConnection::open(location.target, SqliteConnection::Role::Writer, options));
    std::unique_ptr<Backend> backend = std::make_unique<SqliteBackend>(std::move(writer));
    backend->location = location;
    backend->options = options;
    return backend;
}

} // namespace tangthu::db::impl
