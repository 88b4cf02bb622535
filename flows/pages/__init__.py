"""A source whose members each have a page: found from a first page, asked politely, kept, and read in batches."""
