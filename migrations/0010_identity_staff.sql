-- Staff: who may sign in, what they may do and where, the sessions and tokens by which they are known.

CREATE TABLE idn_staff (
    id             @id@,
    name           TEXT NOT NULL UNIQUE,   -- what they sign in with: a-z, 0-9, dots and dashes
    full_name      TEXT NOT NULL,
    home_unit_id   @ref@,                  -- where they work; NULL: the whole network
    password_hash  TEXT NOT NULL,          -- argon2id; empty: no sign-in by password
    must_change    @bool@ NOT NULL,        -- the password was given by somebody else
    desk_card      TEXT UNIQUE,            -- what is scanned to take over a desk
    pin_hash       TEXT NOT NULL,          -- argon2id of what goes with the card; empty: no taking over
    is_active      @bool@ NOT NULL,
    kind           TEXT NOT NULL CHECK (kind IN ('person', 'service')),
    created_at     @instant@ NOT NULL,
    last_seen_at   @instant@,
    version        BIGINT NOT NULL
);

CREATE TABLE idn_roles (
    id          @id@,
    code        TEXT NOT NULL UNIQUE,
    name_vi     TEXT NOT NULL,
    name_en     TEXT NOT NULL,
    permissions TEXT NOT NULL,             -- names, separated by spaces
    is_builtin  @bool@ NOT NULL,
    version     BIGINT NOT NULL
);

-- A role at a unit holds for all units below it, as they are on the day of the act.
CREATE TABLE idn_grants (
    id       @id@,
    staff_id @ref@ NOT NULL REFERENCES idn_staff (id),
    role_id  @ref@ NOT NULL REFERENCES idn_roles (id),
    unit_id  @ref@ NOT NULL,               -- 0: the whole network
    UNIQUE (staff_id, role_id, unit_id)
);

-- A browser's session or a device's token: the same thing with another life.
CREATE TABLE idn_sessions (
    id           @id@,
    token_hash   TEXT NOT NULL UNIQUE,     -- SHA-256: what is stored signs nobody in
    staff_id     @ref@ NOT NULL REFERENCES idn_staff (id),
    kind         TEXT NOT NULL CHECK (kind IN ('browser', 'token')),
    label        TEXT NOT NULL,            -- of a token: which device has it
    csrf         TEXT NOT NULL,            -- of a browser: what each change must bring along
    unit_id      @ref@ NOT NULL,           -- where it is at work; 0: nowhere in particular
    client       TEXT NOT NULL,            -- address it began from
    created_at   @instant@ NOT NULL,
    seen_at      @instant@ NOT NULL,
    expires_at   @instant@ NOT NULL
);
CREATE INDEX idn_sessions_by_staff ON idn_sessions (staff_id);
CREATE INDEX idn_sessions_by_end ON idn_sessions (expires_at);

-- Wrong passwords, by account and address: whoever guesses waits, the owner at another desk does not.
CREATE TABLE idn_failures (
    name     TEXT NOT NULL,
    client   TEXT NOT NULL,
    failures BIGINT NOT NULL,
    last_at  @instant@ NOT NULL,
    PRIMARY KEY (name, client)
);

-- Who came and went, and who changed whom. Only ever appended to.
CREATE TABLE idn_audit (
    id          @id@,
    happened_at @instant@ NOT NULL,
    kind        TEXT NOT NULL,              -- signed_in, sign_in_failed, signed_out, password_changed …
    actor       TEXT NOT NULL,
    staff_id    @ref@,                     -- whom it is about
    client      TEXT NOT NULL,
    detail      TEXT NOT NULL
);
CREATE INDEX idn_audit_by_staff ON idn_audit (staff_id, happened_at);

-- Counts all changes of staff, roles and grants, so that other processes notice.
CREATE TABLE idn_revision (
    revision BIGINT NOT NULL
);
INSERT INTO idn_revision (revision) VALUES (0);
