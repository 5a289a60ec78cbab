-- The network: administrative units, library units with their days and successors, opening hours, shelving locations.

CREATE TABLE br_administrative_units (
    id            @id@,
    code          TEXT NOT NULL UNIQUE,
    official_code TEXT NOT NULL,           -- the statistics office's number: means nothing without a day (15 was Yên Bái, is Lào Cai)
    kind          TEXT NOT NULL,
    name_vi       TEXT NOT NULL,
    name_en       TEXT NOT NULL,
    parent_code   TEXT NOT NULL,
    valid_from    TEXT NOT NULL,
    valid_to      TEXT
);

-- What became of it: old to new is not a function, 441 old communes of the country were divided.
CREATE TABLE br_administrative_successors (
    id             @id@,
    code           TEXT NOT NULL,
    successor_code TEXT NOT NULL,
    how            TEXT NOT NULL CHECK (how IN ('merge', 'split', 'rename', 'close')),
    UNIQUE (code, successor_code)
);

CREATE TABLE br_units (
    id                  @id@,
    code                TEXT NOT NULL UNIQUE,
    kind                TEXT NOT NULL,
    name_vi             TEXT NOT NULL,
    name_en             TEXT NOT NULL,
    parent_code         TEXT NOT NULL,     -- empty: the top
    valid_from          TEXT NOT NULL,
    valid_to            TEXT,              -- the last day
    administrative_unit TEXT NOT NULL,
    address             TEXT NOT NULL,
    phone               TEXT NOT NULL,
    is_provisional      @bool@ NOT NULL,
    version             BIGINT NOT NULL
);

CREATE TABLE br_unit_successors (
    id             @id@,
    unit_id        @ref@ NOT NULL REFERENCES br_units (id),
    successor_code TEXT NOT NULL,
    how            TEXT NOT NULL CHECK (how IN ('merge', 'split', 'rename', 'close')),
    UNIQUE (unit_id, successor_code)
);

CREATE TABLE br_opening_hours (
    id         @id@,
    unit_id    @ref@ NOT NULL REFERENCES br_units (id),
    weekday    BIGINT NOT NULL CHECK (weekday BETWEEN 1 AND 7),  -- 1 is Monday
    opens      TEXT NOT NULL,              -- 07:30
    closes     TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to   TEXT
);
CREATE INDEX br_opening_hours_by_unit ON br_opening_hours (unit_id);

CREATE TABLE br_shelving_locations (
    id              @id@,
    unit_id         @ref@ NOT NULL REFERENCES br_units (id),
    code            TEXT NOT NULL,
    name_vi         TEXT NOT NULL,
    name_en         TEXT NOT NULL,
    is_closed_stack @bool@ NOT NULL,
    UNIQUE (unit_id, code)
);

-- Counts the changes, so that each process notices those of the others.
CREATE TABLE br_network (
    revision BIGINT NOT NULL
);
INSERT INTO br_network (revision) VALUES (0);
