-- What an undo puts back is the whole record: its source bytes and repairs too; and what it wrote is remembered, so that
-- an earlier batch can still be undone after a later one.

ALTER TABLE cat_bib_changes ADD COLUMN marc_source_before @blob@;
ALTER TABLE cat_bib_changes ADD COLUMN repairs_before TEXT NOT NULL DEFAULT '';
ALTER TABLE cat_bib_changes ADD COLUMN version_restored BIGINT;  -- the version that taking this change back has written
CREATE INDEX cat_bib_changes_by_bib ON cat_bib_changes (bib_id);
