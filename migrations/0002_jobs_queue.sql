-- Work that runs beside requests: taken by one worker at a time under a lease, and taken again when its worker dies.

CREATE TABLE job_jobs (
    id              @id@,
    kind            TEXT NOT NULL,          -- catalogue.reindex
    payload         TEXT NOT NULL,          -- JSON
    unique_key      TEXT,                   -- at most one unfinished job has it
    state           TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    priority        BIGINT NOT NULL,        -- higher first
    run_at          @instant@ NOT NULL,     -- not before
    attempts        BIGINT NOT NULL,
    max_attempts    BIGINT NOT NULL,
    lease_token     TEXT NOT NULL,          -- of the worker that has it; empty otherwise
    lease_until     @instant@,
    is_cancel_asked @bool@ NOT NULL,
    progress_done   BIGINT NOT NULL,
    progress_total  BIGINT NOT NULL,        -- 0: unknown
    progress_note   TEXT NOT NULL,
    result          TEXT NOT NULL,          -- JSON, when done
    error_key       TEXT NOT NULL,          -- of the last attempt that failed
    error_detail    TEXT NOT NULL,
    created_at      @instant@ NOT NULL,
    started_at      @instant@,              -- of the last attempt
    finished_at     @instant@
);
CREATE INDEX job_jobs_by_state ON job_jobs (state, run_at);
CREATE UNIQUE INDEX job_jobs_by_key ON job_jobs (unique_key);
