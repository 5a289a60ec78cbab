-- The catalogue: records, where they came from, holdings, items, and the batches that brought them.

CREATE TABLE cat_batches (
    id            @id@,
    uid           TEXT NOT NULL UNIQUE,
    state         TEXT NOT NULL CHECK (state IN ('running', 'done', 'undone')),
    source        TEXT NOT NULL,
    options       TEXT NOT NULL,           -- how it was called, as JSON: files, format, encoding, unit … so that it can be resumed
    owner_process TEXT NOT NULL,           -- host and process that runs it: a running batch without its process was interrupted
    report        TEXT NOT NULL,           -- the counters so far, as JSON
    started_at    @instant@ NOT NULL,
    heartbeat_at  @instant@ NOT NULL,
    finished_at   @instant@
);

CREATE TABLE cat_bibs (
    id             @id@,
    version        BIGINT NOT NULL,
    batch_id       @ref@ NOT NULL,         -- the batch that created it, 0 when made by hand
    title          TEXT NOT NULL,
    subtitle       TEXT NOT NULL,
    responsibility TEXT NOT NULL,
    author         TEXT NOT NULL,
    year           BIGINT,
    place          TEXT NOT NULL,
    publisher      TEXT NOT NULL,
    extent         TEXT NOT NULL,
    series         TEXT NOT NULL,
    language       TEXT NOT NULL,
    material_type  TEXT NOT NULL,
    audience       TEXT NOT NULL,
    class_number   TEXT NOT NULL,
    isbn           TEXT NOT NULL,
    shelf_key      TEXT NOT NULL,          -- class number, author, title: the order of the shelf
    item_count     BIGINT NOT NULL,
    is_suppressed  @bool@ NOT NULL,
    created_at     @instant@ NOT NULL,
    updated_at     @instant@ NOT NULL,
    marc           @blob@ NOT NULL,        -- ISO 2709, UTF-8 NFC, with its 952/852 as imported
    marc_source    @blob@,                 -- the bytes as they came, kept where a repair was made
    repairs        TEXT NOT NULL           -- keys of those repairs, separated by spaces
);
CREATE INDEX cat_bibs_by_shelf ON cat_bibs (shelf_key, id);
CREATE INDEX cat_bibs_by_batch ON cat_bibs (batch_id);

CREATE TABLE cat_bib_sources (
    id             @id@,
    bib_id         @ref@ NOT NULL REFERENCES cat_bibs (id),
    identity       TEXT NOT NULL UNIQUE,   -- source, 003, 001; or the content's hash where there is neither source nor 003
    source         TEXT NOT NULL,
    control_number TEXT NOT NULL,
    content_hash   TEXT NOT NULL
);
CREATE INDEX cat_bib_sources_by_bib ON cat_bib_sources (bib_id);
CREATE INDEX cat_bib_sources_by_number ON cat_bib_sources (control_number);

-- What an import changed in a record that was there before, so that undo can put it back.
CREATE TABLE cat_bib_changes (
    id              @id@,
    batch_id        @ref@ NOT NULL,
    bib_id          @ref@ NOT NULL,
    version_after   BIGINT NOT NULL,
    marc_before     @blob@ NOT NULL,
    hash_before     TEXT NOT NULL
);
CREATE INDEX cat_bib_changes_by_batch ON cat_bib_changes (batch_id);

CREATE TABLE cat_holdings (
    id          @id@,
    bib_id      @ref@ NOT NULL REFERENCES cat_bibs (id),
    unit_id     @ref@ NOT NULL,
    location    TEXT NOT NULL,
    call_number TEXT NOT NULL,
    summary     TEXT NOT NULL
);
CREATE INDEX cat_holdings_by_bib ON cat_holdings (bib_id);

CREATE TABLE cat_items (
    id              @id@,
    bib_id          @ref@ NOT NULL REFERENCES cat_bibs (id),
    holding_id      @ref@ NOT NULL,
    batch_id        @ref@ NOT NULL,
    owner_unit_id   @ref@ NOT NULL,
    unit_id         @ref@ NOT NULL,
    number_unit_id  @ref@ NOT NULL,        -- the site whose series the barcode belongs to: numbers collide after mergers
    barcode         TEXT,                  -- NULL when it has none
    item_type       TEXT NOT NULL,
    copy_number     TEXT NOT NULL,
    price_vnd       BIGINT,
    acquired_on     TEXT,
    funding_source  TEXT NOT NULL,
    note            TEXT NOT NULL,
    condition       TEXT NOT NULL CHECK (condition IN ('good', 'damaged', 'lost', 'missing', 'withdrawn'))
);
CREATE INDEX cat_items_by_bib ON cat_items (bib_id);
CREATE UNIQUE INDEX cat_items_by_barcode ON cat_items (barcode, number_unit_id);
