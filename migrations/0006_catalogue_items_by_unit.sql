-- What a unit keeps, page by page in the order of ids, without reading the items of all the others.

CREATE INDEX cat_items_by_unit ON cat_items (unit_id, id);
