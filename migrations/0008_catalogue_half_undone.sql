-- An undo that was killed half-way is to be finished as an undo: an import must not go on with it.

ALTER TABLE cat_batches ADD COLUMN is_undoing @bool@ NOT NULL DEFAULT 0;
