-- The journal: every act that counts, written once, never changed (src/platform/journal/README.md).

CREATE TABLE journal (
    seq              @id@,
    uid              TEXT NOT NULL UNIQUE,  -- UUIDv7, the idempotency key
    happened_at      @instant@ NOT NULL,
    recorded_at      @instant@ NOT NULL,
    happened_on      TEXT NOT NULL,         -- days in Viet Nam
    recorded_on      TEXT NOT NULL,
    kind             TEXT NOT NULL,         -- circulation.checked_out
    unit_id          @ref@,
    place_id         @ref@,
    actor            TEXT NOT NULL,
    department       TEXT NOT NULL,         -- of the actor, frozen
    channel          TEXT NOT NULL,
    subject_kind     TEXT NOT NULL,         -- what subject_id counts: unit, batch, shipment …; empty without one
    subject_id       @ref@,
    bib_id           @ref@,
    item_id          @ref@,
    loan_id          @ref@,
    patron_id        @ref@,
    reader_token     TEXT NOT NULL,         -- yearly, from a key that can be destroyed
    age_band         TEXT NOT NULL,         -- the reader's cohort, frozen
    sex              TEXT NOT NULL,
    occupation_group TEXT NOT NULL,
    patron_category  TEXT NOT NULL,
    commune          TEXT NOT NULL,
    class_group      TEXT NOT NULL,         -- the copy's class, frozen
    language         TEXT NOT NULL,
    material_type    TEXT NOT NULL,
    stack            TEXT NOT NULL,
    funding_source   TEXT NOT NULL,
    quantity         BIGINT NOT NULL,
    value_vnd        BIGINT NOT NULL,
    programmes       TEXT NOT NULL,         -- codes, separated by spaces
    corrects         @ref@ UNIQUE,          -- seq of the entry this one reverses: once only
    data             TEXT NOT NULL,         -- JSON
    tx_id            @ref@ NOT NULL DEFAULT 0, -- PostgreSQL: the transaction, counted on from restore to restore; SQLite: 0
    -- An entry that names an item never names a reader.
    CHECK (item_id IS NULL OR patron_id IS NULL)
);
CREATE INDEX journal_by_kind ON journal (kind, happened_on);

-- Which life of the cluster the transaction numbers belong to: a restore into a younger one starts the next.
CREATE TABLE journal_epoch (
    number @ref@ NOT NULL
);
INSERT INTO journal_epoch (number) VALUES (0);

CREATE TABLE journal_seals (
    number        BIGINT NOT NULL PRIMARY KEY,
    first_tx_id   @ref@ NOT NULL,
    first_seq     @ref@ NOT NULL,
    last_tx_id    @ref@ NOT NULL,
    last_seq      @ref@ NOT NULL,
    entry_count   BIGINT NOT NULL,
    sealed_at     @instant@ NOT NULL,
    previous_hash TEXT NOT NULL,
    hash          TEXT NOT NULL,
    entry_marks   @blob@ NOT NULL           -- 8 bytes seq and 8 bytes of the digest of each entry: they find the bad one
);

-- How far each reader of the journal has come.
CREATE TABLE journal_cursors (
    name     TEXT NOT NULL PRIMARY KEY,
    tx_id    @ref@ NOT NULL,
    seq      @ref@ NOT NULL,
    moved_at @instant@ NOT NULL
);

-- Indicators, added up: by day, month and year, unit and one breakdown at a time.
CREATE TABLE journal_rollups (
    indicator TEXT NOT NULL,                -- name@version
    basis     TEXT NOT NULL,                -- happened, recorded
    breakdown TEXT NOT NULL,                -- a dimension, or empty for the total
    grain     TEXT NOT NULL,                -- day, month, year
    period    TEXT NOT NULL,                -- 2025-07-01, 2025-07, 2025
    unit_id   @ref@ NOT NULL,               -- 0 without one
    value     TEXT NOT NULL,                -- of the breakdown
    total     BIGINT NOT NULL,
    PRIMARY KEY (indicator, basis, breakdown, grain, period, unit_id, value)
);

-- Distinct counts cannot be added up: the tokens of each month are kept, with how often each was seen.
CREATE TABLE journal_tokens (
    indicator TEXT NOT NULL,
    basis     TEXT NOT NULL,
    breakdown TEXT NOT NULL,
    month     TEXT NOT NULL,
    unit_id   @ref@ NOT NULL,
    value     TEXT NOT NULL,
    token     TEXT NOT NULL,
    uses      BIGINT NOT NULL,
    PRIMARY KEY (indicator, basis, breakdown, month, unit_id, value, token)
);

-- only: sqlite
CREATE TRIGGER journal_refuses_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'journal entries never change: append a correction'); END;
CREATE TRIGGER journal_refuses_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'journal entries never go: append a correction'); END;
-- INSERT OR REPLACE deletes without asking the trigger above where recursive_triggers is off (another program's connection).
CREATE TRIGGER journal_refuses_replace BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE uid = NEW.uid)
  OR EXISTS (SELECT 1 FROM journal WHERE seq = NEW.seq)
  OR EXISTS (SELECT 1 FROM journal WHERE corrects = NEW.corrects)
BEGIN SELECT RAISE(ABORT, 'an entry with this seq, uid or corrected entry is already in the journal'); END;
CREATE TRIGGER journal_seals_refuse_update BEFORE UPDATE ON journal_seals
BEGIN SELECT RAISE(ABORT, 'journal seals never change'); END;
CREATE TRIGGER journal_seals_refuse_delete BEFORE DELETE ON journal_seals
BEGIN SELECT RAISE(ABORT, 'journal seals never go'); END;
CREATE TRIGGER journal_seals_refuse_replace BEFORE INSERT ON journal_seals
WHEN EXISTS (SELECT 1 FROM journal_seals WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'this seal is already there'); END;
-- end

-- only: postgres
CREATE FUNCTION journal_tx_id() RETURNS BIGINT LANGUAGE sql STABLE AS
$$ SELECT (SELECT max(number) FROM journal_epoch) * 281474976710656 + pg_current_xact_id()::text::bigint $$;
ALTER TABLE journal ALTER COLUMN tx_id SET DEFAULT journal_tx_id();
CREATE INDEX journal_by_tx ON journal (tx_id, seq);
CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the journal is only ever appended to: % on % is refused', TG_OP, TG_TABLE_NAME; END $$;
CREATE TRIGGER journal_refuses_change BEFORE UPDATE OR DELETE ON journal
    FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_refuses_truncate BEFORE TRUNCATE ON journal
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_seals_refuse_change BEFORE UPDATE OR DELETE ON journal_seals
    FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_seals_refuse_truncate BEFORE TRUNCATE ON journal_seals
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
-- end
