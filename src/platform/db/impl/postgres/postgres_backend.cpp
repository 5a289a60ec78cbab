#include "platform/db/impl/postgres/postgres_connection.h"

#include <condition_variable>
#include <mutex>

namespace tangthu::db::impl {

namespace {

/// A pool: as many sessions as were ever needed at once, up to the limit. Broken ones are not given out again.
class PostgresBackend final : public Backend {
public:
    void with_transaction(TxMode mode, const std::function<bool(Connection&)>& work) override {
        Lease lease{*this};
        begin(lease, mode);
        auto& connection = *lease.connection;
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

    void with_connection(const std::function<void(Connection&)>& work) override {
        Lease lease{*this};
        work(*lease.connection);
    }

    void forget_statements() override { drop_idle(); }

    void keep(std::unique_ptr<PostgresConnection> connection) {
        const std::lock_guard guard{mutex_};
        ++open_;
        idle_.push_back(std::move(connection));
    }

private:
    struct Lease {
        explicit Lease(PostgresBackend& owner) : backend(owner), connection(owner.take()) {}
        ~Lease() { backend.give_back(std::move(connection)); }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        PostgresBackend& backend;
        std::unique_ptr<PostgresConnection> connection;
    };

    /// A session that died while it lay idle (the server was restarted) is replaced without anyone noticing.
    void begin(Lease& lease, TxMode mode) {
        try {
            lease.connection->begin(mode);
        } catch (const DatabaseFault& fault) {
            if (fault.cause() != FaultCause::ConnectionLost) throw;
            drop_idle();
            lease.connection = connect();
            lease.connection->begin(mode);
        }
    }

    std::unique_ptr<PostgresConnection> connect() {
        auto connection = PostgresConnection::open(location, options);
        if (!connection) throw DatabaseFault(FaultCause::ConnectionLost, connection.error().detail);
        return *std::move(connection);
    }

    std::unique_ptr<PostgresConnection> take() {
        {
            std::unique_lock guard{mutex_};
            is_free_.wait(guard, [&] { return !idle_.empty() || open_ < options.connections; });
            if (!idle_.empty()) {
                auto connection = std::move(idle_.back());
                idle_.pop_back();
                return connection;
            }
            ++open_;
        }
        try {
            return connect();
        } catch (...) {
            give_back(nullptr);
            throw;
        }
    }

    void give_back(std::unique_ptr<PostgresConnection> connection) {
        const std::lock_guard guard{mutex_};
        if (connection && !connection->is_unusable()) {
            idle_.push_back(std::move(connection));
        } else {
            --open_;
        }
        is_free_.notify_one();
    }

    void drop_idle() {
        std::vector<std::unique_ptr<PostgresConnection>> dropped;
        const std::lock_guard guard{mutex_};
        dropped.swap(idle_);
        open_ -= static_cast<int>(dropped.size());
    }

    std::mutex mutex_;
    std::condition_variable is_free_;
    std::vector<std::unique_ptr<PostgresConnection>> idle_;
    int open_ = 0;
};

} // namespace

Result<std::unique_ptr<Backend>> open_postgres(const DatabaseLocation& location, const DatabaseOptions& options) {
    TANGTHU_TRY(auto first, PostgresConnection::open(location, options));
    auto backend = std::make_unique<PostgresBackend>();
    backend->location = location;
    backend->options = options;
    backend->keep(std::move(first));
    return std::unique_ptr<Backend>{std::move(backend)};
}

} // namespace tangthu::db::impl
